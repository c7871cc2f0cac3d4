"""The operators' desk: one page for a whole call. What is typed goes by POST, so that no address holds it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from callcentre import calls, doubles, finding, forms, lookup, reachable, saving, script, today
from callcentre.doubles import Double
from callcentre.fields import TONGUES
from callcentre.forms import DeskForm, fresh
from callcentre.guard import takes_calls
from callcentre.lookup import Caller
from callcentre.models import Call, Outcome
from callcentre.reachable import Around
from callcentre.ringing import DESK_FOCUS, DESK_PHONE
from catalogue.languages import FIRST
from covidsol.nudge import nudge
from letters.tasks import deliver_soon
from matching.tasks import open_request
from privacy.cleaning import one_line
from privacy.search import phone_as_written
from requests_app.intake import already_taken_down
from requests_app.models import HelpRequest

NOTHING = Caller()


@dataclass
class Page:
    """What the desk shows at one moment of a call."""

    form: DeskForm
    focus: str = "phone"
    caller: Caller = NOTHING
    doubles: list[Double] = field(default_factory=list)
    is_read: bool = False  # all is well but the caller's yes
    around: Around | None = None
    saved: HelpRequest | None = None
    noted: Call | None = None


@require_http_methods(["GET", "HEAD", "POST"])
@takes_calls
def desk(request: HttpRequest) -> HttpResponse:
    """An empty form; posted, the next step of the call that it is about."""
    now = timezone.now()
    if request.method != "POST":
        page = _opened(request.session.get(DESK_PHONE, ""), now)
        page.focus = request.session.get(DESK_FOCUS) or page.focus
        return _show(request, page, now)
    for kept in (DESK_PHONE, DESK_FOCUS):
        request.session.pop(kept, None)
    return _show(request, _next(request, now), now)


@require_POST
@takes_calls
def around(request: HttpRequest) -> HttpResponse:
    """A part of the page for who has just typed a postcode: where it is, and how many could be asked now."""
    typed = {name: request.POST.get(name, "") for name in ("postcode", "municipality", "kind", "language")}
    found = reachable.around(fresh(**typed), timezone.now())
    return render(request, "callcentre/around.html", {"around": found, "most": reachable.MOST})


def _opened(phone: str, now: datetime) -> Page:
    """The desk as a call begins: empty, or on the caller whom a press has opened it for."""
    if not phone:
        return Page(fresh())
    caller = lookup.of_number(phone, now)
    return _known(phone_as_written(phone), caller, caller.languages or [get_language() or ""], now)


def _show(request: HttpRequest, page: Page, now: datetime) -> HttpResponse:
    page.form.focus(page.focus)
    language = page.saved.language if page.saved else _language(page)
    context: dict[str, Any] = {
        "page": page,
        "form": page.form,
        "language": language,
        "says_in": _language(page),
        "says": script.lines(_language(page), for_other=bool(page.form["asked_by"].value())),
        "day": today.so_far(now),
        "numbers": settings.SERVICE["numbers"],
        "most": reachable.MOST,
        "around": page.around,
        "telephony": settings.TELEPHONY.provider,
        "tongues": TONGUES[FIRST:],
    }
    if page.saved:
        context["farewell"] = script.farewell(language, urgent=page.saved.urgent)
        context["digits"] = " ".join(page.saved.reference)
    return render(request, "callcentre/desk.html", context)


def _language(page: Page) -> str:
    """The caller's: as typed, else as known, else the operator's own."""
    letters = str(page.form["language"].value() or "")
    typed = [forms.LETTERS[each] for each in letters.casefold() if each in forms.LETTERS]
    return forms.written(typed or page.caller.languages or [get_language() or settings.LANGUAGE_CODE])


def _next(request: HttpRequest, now: datetime) -> Page:
    """Look the number up, write down a call, or go on with the request: whichever comes next."""
    typed = request.POST
    if one_line(typed.get("outcome", "")):
        return _call(request, now)
    is_new = not lookup.was_looked_up(request, typed.get("phone", ""))
    if is_new and not any(typed.get(name) for name in forms.TYPED_FIRST):
        return _looked_up(request, now)
    return _request(request, now)


def _looked_up(request: HttpRequest, now: datetime) -> Page:
    """Who is calling: a known caller's facts stand there already."""
    form = DeskForm(request.POST, reads=("phone",))
    if not form.is_valid():
        return Page(form, focus="language" if "phone" not in form.errors else "phone")
    caller = lookup.look_up(request, form.cleaned_data["phone"], now)
    tongues = form.cleaned_data["language"] or caller.languages or form.tongues
    return _known(request.POST["phone"], caller, tongues, now)


def _known(phone: str, caller: Caller, tongues: list[str], now: datetime) -> Page:
    """What needs not be asked again stands there; `phone` as the operator reads it."""
    facts = {**caller.facts, "phone": phone, "language": forms.letters_of(tongues)}
    form, focus = fresh(**facts), "kind" if caller.facts else "name"
    return Page(form, focus=focus, caller=caller, around=reachable.around(form, now))


def _request(request: HttpRequest, now: datetime) -> Page:
    """Check what was typed; save it when it is whole, looked at, and agreed to."""
    form = DeskForm(request.POST)
    is_valid = form.is_valid()
    phone = form.cleaned_data.get("phone", "")
    page = Page(form, caller=lookup.look_up(request, phone, now) if phone else NOTHING)
    if not is_valid:
        page.focus = next((name for name in form.fields if name in form.errors), "phone")
        page.around = reachable.around(form, now)
        return page
    ask, data = form.ask(), form.cleaned_data
    seen = _seen(request) if data["anyway"] else set()
    known = already_taken_down(ask.form_key)
    if known is None:
        page.doubles = doubles.find(ask, settings.COUNTRY, now)
        if {each.row.uuid for each in page.doubles} - seen or not data["consent"]:
            return _ask_first(page, now, agreed=data["anyway"])
    return _save(request, page, seen, now)


def _seen(request: HttpRequest) -> set[UUID]:
    """The live requests that were shown as possibly the same."""
    return {UUID(each) for each in request.POST.getlist("shown") if finding.UUID_HEX.fullmatch(each)}


def _ask_first(page: Page, now: datetime, *, agreed: bool) -> Page:
    """All is well but a yes: what is read out now, who may be the same, and how many could be asked."""
    page.is_read = True
    page.focus = "anyway" if page.doubles and not agreed else "consent"
    page.around = reachable.around(page.form, now)
    return page


def _save(request: HttpRequest, page: Page, seen: set[UUID], now: datetime) -> Page:
    ask = page.form.ask()
    try:
        row = saving.save(ask, user=request.user, seen=seen, now=now)
    except saving.AlreadyThere as there:
        lookup.reveal(request, [row.uuid for row in there.rows], "caller.looked_up", now)
        page.caller = lookup.of_number(ask.phone, now)
        page.doubles = doubles.find(ask, settings.COUNTRY, now)
        return _ask_first(page, now, agreed=False)
    nudge(open_request, row.uuid)
    nudge(deliver_soon)
    lookup.is_over(request, ask.phone)
    return Page(fresh(), saved=row)


def _call(request: HttpRequest, now: datetime) -> Page:
    """What came of a call without a request, by one digit."""
    form = DeskForm(request.POST, reads=("outcome",))
    if request.POST.get("kind"):
        form.add_error("outcome", forms.EITHER)
    note = _judged(request, form, now) if form.is_valid() else ""
    if not form.is_valid():
        wrong = next((name for name in ("phone", "notes") if name in form.errors), "outcome")
        return Page(form, focus=wrong)
    outcome, _words, when = form.cleaned_data["outcome"]
    phone = form.cleaned_data["phone"]
    live = doubles.same_phone(phone) if phone and outcome == Outcome.STATUS else []
    facts = calls.Note(
        outcome, phone=phone, text=note, call_back_at=when, form_key=form.cleaned_data["form_key"],
        language=_language(Page(form)), help_request=live[0] if len(live) == 1 else None,
    )  # fmt: skip
    call = calls.write_down(request.user, facts, now)
    if outcome == Outcome.WORRY:
        nudge(deliver_soon)
    lookup.is_over(request, phone)
    return Page(fresh(), noted=call)


def _judged(request: HttpRequest, form: DeskForm, now: datetime) -> str:
    """The note, with all that was typed; what is wrong with it, or with the number, is said in the form."""
    if _lacks_number(request, form, now):
        form.add_error("phone", forms.ASK_NUMBER)
    data = form.cleaned_data
    phone = data.get("phone", "")
    is_typed = phone and any(data.get(name) for name in forms.TOLD)
    known = lookup.of_number(phone, now).facts if is_typed else {}
    return form.told(data["outcome"][1], known)


def _lacks_number(request: HttpRequest, form: DeskForm, now: datetime) -> bool:
    """Whether somebody must ring after this call, and nobody would know at which number."""
    data = form.cleaned_data
    must_ring = data["outcome"][0] in calls.MUST_RING and not data["phone"]
    return must_ring and calls.nobody_to_ring(request.user, data["form_key"], now)
