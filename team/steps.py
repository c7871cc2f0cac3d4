"""The second step at the team's door: show a code, set the phone up, fetch codes for paper."""

import django_otp
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_otp.models import Device

from privacy.models import Event
from team import access, accounts, lockout, second
from team.forms import CodeForm

reads_and_sends = require_http_methods(["GET", "HEAD", "POST"])


def where_next(request: HttpRequest) -> str:
    """The page of ours that somebody came from; empty for none, and for any page of others."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if is_ours else ""


def too_many(request: HttpRequest) -> HttpResponse:
    """Enough tries for now: says so, and when to come back."""
    response = render(request, "team/too_many.html", status=429)
    response["Retry-After"] = str(int(lockout.WITHIN.total_seconds()))
    return response


def let_in(request: HttpRequest, device: Device) -> None:
    """The second factor was right: a new session key, and the device stands in the session."""
    django_otp.login(request, device)
    request.session.cycle_key()


@reads_and_sends
@never_cache
def code(request: HttpRequest) -> HttpResponse:
    """After the password: the code from the phone, or one from paper."""
    user, onward = request.user, where_next(request)
    if not user.is_authenticated:
        return access.to_step("team:login", onward)
    if access.is_in(request):
        return redirect(onward or "team:home")
    if not second.has_one(user):
        return access.to_step("team:set_up", onward)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        attempt = lockout.code(user, timezone.now())
        if not attempt.spend():
            return too_many(request)
        if device := second.verify(user, form.cleaned_data["code"]):
            attempt.was_right()
            let_in(request, device)
            return redirect(onward or "team:home")
        form.add_error("code", _("This code is not right, or was used before. Wait for the next one."))
    return render(request, "team/code.html", {"form": form, "next": onward})


@reads_and_sends
@never_cache
def set_up(request: HttpRequest) -> HttpResponse:
    """The first time: put the key on a phone, and show that it works; then come the codes for paper."""
    user, onward = request.user, where_next(request)
    if not user.is_authenticated:
        return access.to_step("team:login", onward)
    if access.is_in(request) or second.has_one(user):
        return access.to_step("team:code", onward)
    member = accounts.member_of(user)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        attempt = lockout.code(user, timezone.now())
        if not attempt.spend():
            return too_many(request)
        if device := second.set_up(member, form.cleaned_data["code"]):
            attempt.was_right()
            let_in(request, device)
            return _codes(request, onward)
        form.add_error("code", _("This code is not right. Wait for the next one."))
    context = {"form": form, "next": onward, "key": second.Key(member)}
    return render(request, "team/set_up.html", context)


@reads_and_sends
@access.of_the_team
def recovery(request: HttpRequest) -> HttpResponse:
    """Fresh codes for paper, for somebody who has used hers up or lost them."""
    if request.method == "POST":
        return _codes(request, "")
    return render(request, "team/recovery.html")


def _codes(request: HttpRequest, onward: str) -> HttpResponse:
    """Show eight codes, this once."""
    user = access.person(request)
    Event.objects.create(
        at=timezone.now(),
        actor=access.actor(request),
        action="account.recovery_codes",
        subject=user.member.uuid,
    )
    return render(request, "team/codes.html", {"codes": second.new_codes(user), "next": onward})
