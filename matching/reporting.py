"""The two pages on which somebody says that something was not right; both sides and the phone share them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from covidsol.nudge import nudge
from letters.tasks import deliver_soon
from matching import reports
from matching.forms import ReportForm
from matching.models import Match
from matching.report_rows import Side, What
from matching.views import match_behind
from privacy import typed


@dataclass(frozen=True)
class Desk:
    """Where somebody says it: as whom, the addresses of the two pages and of the one before, their name.

    `by` is whoever writes it down for a person on the phone, who speaks `language`, on a page of `template`.
    """

    side: Side
    here: str
    thanks: str
    back: str
    key: str
    by: str = ""
    language: str = ""
    template: str = "matching/report.html"

    @property
    def name(self) -> str:
        """Under which name waits what was sent with a fault."""
        return typed.named(f"report:{self.side}", self.key)

    @property
    def said(self) -> str:
        """Under which name the session keeps that it was said just now.

        The page that thanks asks nothing else: whoever else can open it must not learn that it was said.
        """
        return typed.named(f"reported:{self.side}", self.key)


def ask(request: HttpRequest, desk: Desk, matches: Sequence[Match]) -> HttpResponse:
    """GET asks what was not right, POST writes it down, and a fault is told by the next GET."""
    if not matches:
        return redirect(desk.back)
    form = ReportForm(typed.answers(request, desk.name), side=desk.side, matches=matches)
    if request.method != "POST":
        if form.is_bound and form.is_valid():
            form.say_full()  # it was good, and yet it waits: there was no room
        context = {"form": form, "side": desk.side, "back": desk.back, "language": desk.language}
        return render(request, desk.template, context)
    if not (form.is_valid() and _written(form, desk, timezone.now())):
        typed.keep(request, desk.name)
        return redirect(desk.here)
    typed.forget(request, desk.name)
    typed.keep(request, desk.said, MultiValueDict({"said": ["yes"]}))
    nudge(deliver_soon)
    return redirect(desk.thanks)


def _written(form: ReportForm, desk: Desk, now: datetime) -> bool:
    what = What(form.cleaned_data["what"])
    try:
        reports.report(form.match(), desk.side, what, form.cleaned_data["words"], now, desk.by)
    except reports.TooManyWords:
        return False
    return True


def thank(request: HttpRequest, desk: Desk) -> HttpResponse:
    """We have it; for whoever has just said it."""
    if typed.kept(request, desk.said) is None:
        return redirect(desk.back)
    return render(request, "matching/reported.html", {"side": desk.side, "back": desk.back})


def _of(token: str, match: Match) -> Desk:
    here, thanks, back = (
        reverse(f"matching:{view}", args=[token]) for view in ("report", "reported", "contact")
    )
    return Desk(Side.VOLUNTEER, here, thanks, back, match.uuid.hex)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, token: str) -> HttpResponse:
    """The volunteer's, while he is on it and for some time after."""
    match = match_behind(token)
    matches = [match] if reports.may_say(match, timezone.now()) else []
    return ask(request, _of(token, match), matches)


@never_cache
@require_safe
def reported(request: HttpRequest, token: str) -> HttpResponse:
    """Thanks to the volunteer."""
    return thank(request, _of(token, match_behind(token)))
