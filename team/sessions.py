"""How long somebody of the team stays logged in, and in which language the team's pages are."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

LONGEST = timedelta(hours=12)
IDLE = timedelta(minutes=30)
OFTEN = timedelta(minutes=1)  # a session is not written for every page
BEGAN, SEEN, LANGUAGE = "team_began", "team_seen", "team_language"
PAGES = ("/operator/", "/team/", "/admin/")


def begin(request: HttpRequest, user: User, **_signal: object) -> None:
    """Somebody has logged in: from now on the clock runs, and her own language goes with her."""
    now = timezone.now().isoformat()
    request.session[BEGAN] = request.session[SEEN] = now
    request.session.set_expiry(IDLE)
    if language := user.member.language:
        request.session[LANGUAGE] = language


class StaffSession:
    """Middleware, behind that of accounts: ends what is too old, and speaks her language.

    A page that a console fetches by itself every few seconds does not count as
    somebody's presence; else a forgotten window would stay open all day.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if BEGAN in request.session and is_over(request, timezone.now()):
            logout(request)
        if request.path.startswith(PAGES):
            _speak(request.session.get(LANGUAGE, ""), request)
        return self.get_response(request)


def is_over(request: HttpRequest, now: datetime) -> bool:
    """Whether this session has lasted too long, or nobody was there; notes her presence if not."""
    session = request.session
    began, seen = (datetime.fromisoformat(session[name]) for name in (BEGAN, SEEN))
    if now - began >= LONGEST or now - seen >= IDLE:
        return True
    by_itself = request.method == "GET" and "HX-Request" in request.headers
    if now - seen >= OFTEN and not by_itself:
        session[SEEN] = now.isoformat()
        session.set_expiry(IDLE)
    return False


def _speak(language: str, request: HttpRequest) -> None:
    if language in dict(settings.LANGUAGES):
        translation.activate(language)
        request.LANGUAGE_CODE = language
