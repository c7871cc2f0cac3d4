"""The team's door: log in and out, choose or change a password, the language of its pages."""

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from covidsol.nudge import nudge
from letters.tasks import deliver_soon
from privacy import doors, tokens
from team import access, accounts, lockout, roles, sessions
from team.forms import ChangePasswordForm, ForgottenForm, LoginForm, NewPasswordForm
from team.models import Member
from team.steps import reads_and_sends, too_many, where_next

BACKEND = "django.contrib.auth.backends.ModelBackend"
hides_passwords = sensitive_post_parameters("password", "again", "old")


@require_safe
@access.of_the_team
def home(request: HttpRequest) -> HttpResponse:
    """What is open to her, and her own account."""
    return render(request, "team/home.html", {"roles": roles.of(access.person(request))})


@hides_passwords
@reads_and_sends
@never_cache
def log_in(request: HttpRequest) -> HttpResponse:
    """The password; the second step follows. Who is not known is told the same, as late."""
    onward = where_next(request)
    if request.user.is_authenticated:
        return access.to_step("team:code", onward)
    form = LoginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name, password = (form.cleaned_data[field] for field in ("username", "password"))
        attempt = lockout.password(request, name, timezone.now())
        if not attempt.spend():
            return too_many(request)
        if user := auth.authenticate(request, username=name, password=password):
            attempt.was_right()
            auth.login(request, user)
            return access.to_step("team:code", onward)
        form.add_error(None, _("E-mail address or password is not right. Try again."))
    return render(request, "team/login.html", {"form": form, "next": onward})


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """The session is gone, and all that stood in it."""
    auth.logout(request)
    return redirect("team:login")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """The team's pages in another language from now on; for somebody who is logged in, for good."""
    wanted = request.POST.get("language", "")
    if wanted in dict(settings.LANGUAGES):
        request.session[sessions.LANGUAGE] = wanted
        if request.user.is_authenticated:
            Member.objects.filter(user=request.user).update(language=wanted)
    return redirect(where_next(request) or "team:home")


@reads_and_sends
@never_cache
def forgotten(request: HttpRequest) -> HttpResponse:
    """A letter with a link, to an address that we know; the page says the same for any other."""
    form = ForgottenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        if not lockout.letters(request, now).spend():
            return too_many(request)
        accounts.forgotten(form.cleaned_data["email"], now)
        nudge(deliver_soon)
        return render(request, "team/check_mail.html")
    return render(request, "team/forgotten.html", {"form": form})


@hides_passwords
@reads_and_sends
@never_cache
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """The link from a letter: choose a password, once; then on to the second factor."""
    rows = Member.objects.select_related("user").filter(user__is_active=True)
    member, standing = doors.behind(token, "member.password", rows)
    translation.activate(request.session.get(sessions.LANGUAGE) or member.writes_in)
    now = timezone.now()
    is_live = standing is tokens.Standing.LIVE and member.link_until and member.link_until > now
    if not is_live:
        return _link_is_over(request, member.user)
    form = NewPasswordForm(member.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not accounts.choose_password(member, form.cleaned_data["password"], now):
            return _link_is_over(request, member.user)
        auth.login(request, member.user, BACKEND)
        return redirect("team:code")
    return render(request, "team/welcome.html", {"form": form, "member": member})


def _link_is_over(request: HttpRequest, user: User) -> HttpResponse:
    """Sent twice, she is on her way already; else the way to another link."""
    if request.method == "POST" and request.user == user:
        return redirect("team:code")
    return render(request, "team/link_over.html")


@hides_passwords
@reads_and_sends
@access.of_the_team
def password(request: HttpRequest) -> HttpResponse:
    """Another password, by somebody who knows the old one; her other windows are logged out."""
    user = access.person(request)
    form = ChangePasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        attempt = lockout.password(request, user.get_username(), now)
        if not attempt.spend():
            return too_many(request)
        if user.check_password(form.cleaned_data["old"]):
            attempt.was_right()
            accounts.change_password(user, form.cleaned_data["password"], now)
            auth.update_session_auth_hash(request, user)
            return render(request, "team/password.html", {"is_done": True})
        form.add_error("old", _("This is not your password until now."))
    return render(request, "team/password.html", {"form": form})
