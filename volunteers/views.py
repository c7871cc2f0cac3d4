"""The volunteers' door: signing up, confirming, and no more letters. A GET shows, a POST changes."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from catalogue import consents
from covidsol.nudge import nudge
from letters.tasks import deliver_soon
from matching import expectation, openings
from paper import joining
from privacy import doors, tokens, typed
from volunteers import membership, news
from volunteers.forms import RegistrationForm
from volunteers.listed import source_of
from volunteers.models import Status, Volunteer
from volunteers.own import place_of, spent
from volunteers.tasks import locate_volunteer

Act = Callable[[Volunteer, datetime], None]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """The one page on which somebody becomes a volunteer."""
    if "start" in request.GET:  # from the first page: nothing of whoever sat here before
        typed.forget(request)
        return redirect("volunteers:register")
    form = RegistrationForm(typed.answers(request), initial={"languages": [translation.get_language()]})
    if request.method != "POST":
        return render(request, "volunteers/register.html", {"form": form})
    if not form.is_valid():
        typed.keep(request)
        return redirect("volunteers:register")
    typed.forget(request)
    membership.register(form.sign_up(translation.get_language()), timezone.now())
    nudge(deliver_soon)
    return redirect("volunteers:check_mail")


@require_safe
def check_mail(request: HttpRequest) -> HttpResponse:
    """The same answer for everybody: look into your letters."""
    return render(request, "volunteers/check_mail.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The signed link of the first letter: GET shows a button, POST confirms."""
    volunteer, standing = doors.behind(token, "volunteer.confirm", Volunteer.objects.all())
    if standing is tokens.Standing.SPENT or volunteer.status == Status.LEFT or volunteer.blocked_at:
        return spent(request)
    if volunteer.status == Status.ACTIVE:
        is_again = request.method == "POST"
        return redirect("volunteers:confirm", token=token) if is_again else _welcome(request, volunteer)
    now = timezone.now()
    expired = membership.link_has_expired(volunteer, now)
    if request.method != "POST":
        context = {"expired": expired, "place": place_of(volunteer), "charter": _charter(volunteer)}
        return render(request, "volunteers/confirm.html", context)
    if expired:
        membership.send_link_again(volunteer, now)
        nudge(deliver_soon)
        return redirect("volunteers:check_mail")
    membership.confirm(volunteer, now)
    nudge(locate_volunteer, volunteer.uuid)
    nudge(deliver_soon)
    if poster := joining.latest(volunteer):  # he came by one: on to what stands on it
        return redirect("paper:arrival", token=poster.token())
    return redirect("volunteers:confirm", token=token)


def _charter(volunteer: Volunteer) -> Any:
    """What he agrees to by his press, where he has not read it on the registration page."""
    return consents.CHARTER.words if source_of(volunteer) else ""


def _welcome(request: HttpRequest, volunteer: Volunteer) -> HttpResponse:
    """What he may expect, said honestly, and what he can do at once."""
    now = timezone.now()
    context = {
        "openings": openings.near(volunteer, now),
        "own_token": volunteer.token("own"),
        "place": place_of(volunteer),
        "expected": expectation.near(volunteer, now),
        "letters": volunteer.letters_per_week,
        "has_news": news.is_wanted(volunteer),
    }
    return render(request, "volunteers/confirmed.html", context)


def _one_press(
    request: HttpRequest, token: str, door: str, act: Act, is_done: Callable[[Volunteer], bool]
) -> HttpResponse:
    """RFC 8058: a mail program posts here without cookie or question; a person finds one button.

    The program is answered at once, for it follows no redirect; the person by a page that can be reloaded.
    """
    volunteer, standing = doors.behind(token, f"volunteer.{door}", Volunteer.objects.all())
    is_live = standing is tokens.Standing.LIVE and volunteer.status == Status.ACTIVE
    if request.method == "POST" and is_live:
        act(volunteer, timezone.now())
    if request.method == "POST" and "List-Unsubscribe" not in request.POST:
        return redirect(door, token=token)
    translation.activate(volunteer.language)
    is_over = request.method == "POST" or not is_live or is_done(volunteer)
    return render(request, f"volunteers/{door}.html", {"is_over": is_over, "token": token})


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """No more letters that ask for help."""
    return _one_press(request, token, "unsubscribe", membership.unsubscribe, membership.wants_no_letters)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def no_news(request: HttpRequest, token: str) -> HttpResponse:
    """No more weekly letter about what happens near him; whatever else he gets stays."""
    return _one_press(request, token, "no_news", news.stop, lambda volunteer: not news.is_wanted(volunteer))
