"""The volunteers' door and their own page. A GET shows, a POST changes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from covidsol.nudge import nudge
from geo.municipalities import place
from letters.tasks import deliver_soon
from matching import claims, endings, openings
from matching.models import Match
from paper import joining
from privacy import doors, tokens
from requests_app.models import HelpRequest
from volunteers import membership, whereabouts
from volunteers.forms import PAUSES, HomeForm, LookForm, PauseForm, RegistrationForm
from volunteers.models import Status, Volunteer
from volunteers.tasks import locate_volunteer

SHOWN_AT_HOME = 5  # open requests on a volunteer's own page


def _spent(request: HttpRequest) -> HttpResponse:
    return render(request, "volunteers/spent.html", status=410)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """The one page on which somebody becomes a volunteer."""
    form = RegistrationForm(
        request.POST if request.method == "POST" else None,
        initial={"languages": [translation.get_language()]},
    )
    if request.method == "POST" and form.is_valid():
        membership.register(form.sign_up(translation.get_language()), timezone.now())
        nudge(deliver_soon)
        return redirect("volunteers:check_mail")
    return render(request, "volunteers/register.html", {"form": form})


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
        return _spent(request)
    if volunteer.status == Status.ACTIVE:
        context = {"openings": openings.near(volunteer, timezone.now()), "own_token": volunteer.token("own")}
        context |= {"place": _place(volunteer)}
        return render(request, "volunteers/confirmed.html", context)
    now = timezone.now()
    expired = membership.link_has_expired(volunteer, now)
    if request.method != "POST":
        return render(request, "volunteers/confirm.html", {"expired": expired, "place": _place(volunteer)})
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


def _place(volunteer: Volunteer) -> str:
    """Where he lives as his pages echo it, so that he sees a slip: "1030 Schaerbeek / Schaarbeek"."""
    return place(volunteer.country, volunteer.postcode, volunteer.municipality, translation.get_language())


def _mine(token: str) -> Volunteer | None:
    """The volunteer whose own page a link opens; None if it was good once."""
    volunteer, standing = doors.behind(token, "volunteer.own", Volunteer.objects.all())
    return volunteer if standing is tokens.Standing.LIVE and volunteer.status == Status.ACTIVE else None


def _own_page(request: HttpRequest, volunteer: Volunteer, token: str, form: PauseForm) -> HttpResponse:
    now = timezone.now()
    until = volunteer.paused_until
    context = {
        "volunteer": volunteer,
        "place": _place(volunteer),
        "token": token,
        "form": form,
        "matches": Match.objects.live().filter(volunteer=volunteer).select_related("help_request"),
        "own_token": token,
        "openings": openings.near(volunteer, now, SHOWN_AT_HOME),
        "paused": bool(until and until > now),
        "paused_until": until if until and until < now + PAUSES["month"] * 2 else None,
    }
    return render(request, "volunteers/own.html", context)


@never_cache
@require_safe
def own(request: HttpRequest, token: str) -> HttpResponse:
    """A volunteer's own page, opened by the link in every letter; no password."""
    volunteer = _mine(token)
    if volunteer is None:
        return _spent(request)
    return _own_page(request, volunteer, token, PauseForm())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pause(request: HttpRequest, token: str) -> HttpResponse:
    """Letters stop for a while, or come again."""
    volunteer = _mine(token)
    if volunteer is None:
        return _spent(request)
    if request.method != "POST":  # the language bar of the page with the error leads here
        return redirect("volunteers:own", token=token)
    form = PauseForm(request.POST)
    if "resume" in request.POST:
        membership.pause(volunteer, None)
    elif form.is_valid():
        membership.pause(volunteer, form.until(timezone.now()))
    else:
        return _own_page(request, volunteer, token, form)
    return redirect("volunteers:own", token=token)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def address(request: HttpRequest, token: str) -> HttpResponse:
    """A new address. The form begins empty: this page, which may be forwarded, shows nobody's street."""
    volunteer = _mine(token)
    if volunteer is None:
        return _spent(request)
    form = HomeForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "volunteers/address.html", {"form": form, "token": token})
    by = f"volunteer:{volunteer.uuid}"
    whereabouts.move_to(volunteer, **form.cleaned_data, by=by, now=timezone.now())
    nudge(locate_volunteer, volunteer.uuid)
    return redirect("volunteers:own", token=token)


@never_cache
@require_POST
def look(request: HttpRequest, token: str) -> HttpResponse:
    """One of the requests that were shown: on to its page, where it can be taken on; none, and back here."""
    volunteer = _mine(token)
    if volunteer is None:
        return _spent(request)
    form = LookForm(request.POST)
    wanted = (
        HelpRequest.objects.filter(uuid=form.cleaned_data["request"]).first() if form.is_valid() else None
    )
    invitation = openings.pick(volunteer, wanted, timezone.now()) if wanted else None
    if invitation is None:
        return redirect("volunteers:own", token=token)
    return redirect("matching:invitation", token=invitation.token())


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """RFC 8058: a mail program posts here without cookie or question; a person finds one button."""
    volunteer, standing = doors.behind(token, "volunteer.unsubscribe", Volunteer.objects.all())
    is_live = standing is tokens.Standing.LIVE and volunteer.status == Status.ACTIVE
    if request.method == "POST" and is_live:
        membership.unsubscribe(volunteer, timezone.now())
    translation.activate(volunteer.language)
    is_over = request.method == "POST" or not is_live
    return render(request, "volunteers/unsubscribe.html", {"is_over": is_over, "token": token})


@never_cache
@require_POST
def letter_again(request: HttpRequest, token: str) -> HttpResponse:
    """The claimer's letter once more; this page, which may be forwarded, never shows whom it is about."""
    volunteer = _mine(token)
    if volunteer is None:
        return _spent(request)
    for match in Match.objects.live().filter(volunteer=volunteer):
        if str(match.uuid) == request.POST.get("match"):
            claims.contact_again(match, timezone.now())
            nudge(deliver_soon)
    return redirect("volunteers:own", token=token)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks once more, POST forgets the person; what he had taken on is offered to others."""
    volunteer = _mine(token)
    if volunteer is None:
        return _spent(request)
    if request.method == "POST":
        endings.volunteer_leaves(volunteer, timezone.now())
        return render(request, "volunteers/goodbye.html")
    return render(request, "volunteers/leave.html", {"token": token})
