"""The door for those who want to take calls: offering it, confirming it. A GET shows, a POST changes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from callcentre import joining
from callcentre.join_forms import JoinForm, again, typed
from callcentre.models import Operator
from covidsol.nudge import nudge
from letters.tasks import deliver_soon
from privacy import doors, tokens

TYPED = "operator_typed"  # what the session keeps of a page with a fault


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """The one page. What is wrong is shown by a GET, so that Back never asks to send it again."""
    if request.method == "POST":
        form = JoinForm(request.POST)
        if not form.is_valid():
            request.session[TYPED] = typed(form, request.POST)
            return redirect("phone:join")
        joining.offer(form.offer(translation.get_language()), timezone.now())
        nudge(deliver_soon)
        request.session.pop(TYPED, None)
        return redirect("phone:check_mail")
    form = again(request.session.get(TYPED), initial={"languages": [translation.get_language()]})
    return render(request, "callcentre/join/join.html", {"form": form, "public_alternates": True})


@require_safe
def check_mail(request: HttpRequest) -> HttpResponse:
    """The same answer for everybody: look into your letters."""
    return render(request, "callcentre/join/check_mail.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The signed link of the first letter: GET shows a button, POST confirms."""
    operator, standing = doors.behind(token, "operator.confirm", Operator.objects.all())
    if standing is tokens.Standing.SPENT or operator.left_at:
        return render(request, "callcentre/join/spent.html", status=410)
    if operator.confirmed_at:
        if request.method == "POST":
            return redirect("phone:confirm", token=token)
        return render(request, "callcentre/join/confirmed.html", {"operator": operator})
    now = timezone.now()
    expired = joining.link_has_expired(operator, now)
    if request.method != "POST":
        return render(request, "callcentre/join/confirm.html", {"expired": expired})
    if expired:
        joining.send_link_again(operator, now)
        nudge(deliver_soon)
        return redirect("phone:check_mail")
    joining.confirm(operator, now)
    return redirect("phone:confirm", token=token)


@require_safe
def goodbye(request: HttpRequest) -> HttpResponse:
    """Thanks, for somebody who has just left."""
    return render(request, "callcentre/join/goodbye.html")
