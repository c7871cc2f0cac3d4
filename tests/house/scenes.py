"""Every page of the house as a visitor meets it, in every state."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.utils import timezone, translation
from django.views.defaults import permission_denied

from covidsol import broken
from covidsol.views import bad_request, server_error
from matching import claims, dispatch, endings, silence
from matching.models import Invitation, Match, Outcome
from requests_app import lifecycle
from requests_app.models import HelpRequest, Hold, Status
from tests import cast
from tests.house.desk_scenes import at_the_desk
from tests.house.impact_scenes import window
from tests.house.looking import looked_up
from tests.house.own_scenes import changing, staying, telling_how
from tests.house.paper_scenes import printed, scanned
from tests.house.phone_scenes import taking_calls
from tests.house.report_scenes import said
from tests.house.visitor import ASKER, CLAIMER, NAME, PERSON, Shown, Visitor
from volunteers import membership


def plain(visitor: Visitor) -> None:
    """Pages that say the same to everybody, and those that say what went wrong."""
    for view in (
        "home",
        "pages:how",
        "pages:chosen",
        "pages:safety",
        "pages:privacy",
        "pages:accessibility",
        "volunteers:check_mail",
    ):
        visitor.get(view, visitor.path(view))
    visitor.get("front", "/")
    visitor.get("not found", f"/{visitor.language}/nowhere/", 404)
    strict = Visitor(visitor.language, Client(enforce_csrf_checks=True))
    strict.post("no csrf", visitor.path("volunteers:register"), {}, 403)
    request = RequestFactory().get(f"/{visitor.language}/")
    with translation.override(visitor.language):
        made = {
            "forbidden": permission_denied(request, PermissionDenied()),
            "bad request": bad_request(request, ValueError()),
            "fault": server_error(request),
            "closed": HttpResponse(broken.page(broken.CLOSED), status=503),
        }
    visitor.seen += strict.seen
    visitor.seen += [Shown(name, "/", response, framed=False) for name, response in made.items()]


GARBAGE: dict[str, dict[str, Any]] = {
    "what": {"kind": "gold", "when": "yesterday"},
    "where": {"postcode": "99999", "street": "x" * 300},
    "who": {"name": "12", "phone": "12", "languages": ["xx"], "email": "x@"},
    "list": {"notes": "x" * 3000},
    "check": {},
}
ANSWERS: dict[str, dict[str, Any]] = {
    "what": {"kind": "groceries", "weekly": "on"},
    "where": {"postcode": "1050 Ixelles", "street": PERSON["street"]},
    "who": {"name": NAME, "phone": "02 512 98 76", "languages": ["fr"], "email": PERSON["email"]},
    "list": {"notes": PERSON["notes"]},
}


def asking(visitor: Visitor) -> None:
    """The questions, one after the other: each shown, refused twice and answered."""
    visitor.client.get(visitor.path("requests:ask"), {"for": "other"})
    for step, garbage in GARBAGE.items():
        path, current = visitor.path("requests:ask_step", step), {"ask_wizard-current_step": step}
        visitor.get(f"ask {step}", path, holder=ASKER)
        if step != "list":  # where nothing is a good answer
            visitor.client.post(path, current)
            visitor.get(f"ask {step}: empty", path, holder=ASKER)
        visitor.client.post(path, current | _named(step, garbage))
        visitor.get(f"ask {step}: wrong", path, holder=ASKER)
        if step == "where":
            two = {"postcode": "1050", "street": PERSON["street"]}
            visitor.client.post(path, current | _named(step, two))
            visitor.get("ask where: which municipality", path, holder=ASKER)
        if step == "who":
            visitor.client.get(path, {"for": "me"})
            visitor.get("ask who: for me", path, holder=ASKER)
        if step in ANSWERS:
            answer = visitor.client.post(path, current | _named(step, ANSWERS[step]))
            assert answer.status_code == 302, answer.context["form"].errors


def _named(step: str, answers: dict[str, Any]) -> dict[str, Any]:
    return {f"{step}-{name}": value for name, value in answers.items()}


def joining(visitor: Visitor) -> None:
    """The volunteers' door, from the form to the confirmed address."""
    register = visitor.path("volunteers:register")
    visitor.get("register", register)
    visitor.post("register: empty", register, {"name": ""})
    wrong = {"name": "12", "email": "x", "phone": "1", "postcode": "x", "kinds": "x", "travel_km": "4"}
    visitor.post("register: wrong", register, wrong)
    visitor.post("register: which municipality", register, wrong | {"postcode": "1050"})
    for name, age in (("confirm", timedelta()), ("confirm: too old", timedelta(days=4))):
        wanted = cast.sign_up(language=visitor.language)
        membership.register(wanted, timezone.now() - age)
        new = membership.find_by_email(wanted.email)
        assert new
        visitor.get(name, visitor.path("volunteers:confirm", new.token("confirm")))
    visitor.request()  # which the new volunteer is shown at once
    visitor.get("confirmed", visitor.path("volunteers:confirm", visitor.volunteer().token("confirm")))


def invited(visitor: Visitor) -> None:
    """The page behind the letter, before and after whatever happens to the request."""
    now, tick = timezone.now(), {"promise": "on"}

    def show(name: str, asked: Invitation) -> str:
        path = visitor.path("matching:invitation", asked.token())
        visitor.get(f"invitation: {name}", path)
        return path

    open_page = show("open", visitor.invitation(weekly=True, wanted_on=now.date() + timedelta(days=2)))
    visitor.post("invitation: not ticked", open_page, {"promise": ""})
    show("urgent", visitor.invitation(urgent=True))
    show("listening", visitor.invitation(kind="listening"))
    show("chemist", visitor.invitation(kind="chemist"))
    declined = visitor.invitation()
    claims.decline(declined, now)
    show("declined", declined)
    mine = visitor.invitation()
    claims.claim(mine, now)
    show("yours", mine)
    others = cast.invite(mine.help_request, [visitor.volunteer()])[0]
    visitor.request(kind="chemist")  # one of those that the late are shown
    visitor.post("invitation: too late", show("taken", others), tick)
    show("in reserve", others)
    gone = visitor.invitation()
    endings.cancel(gone.help_request, by="requester", now=now)
    show("ended", gone)
    resting = visitor.invitation()
    membership.pause(resting.volunteer, now + timedelta(days=1))
    visitor.post("invitation: pause", show("paused", resting), tick)
    busy = visitor.volunteer()
    first, second, third = (cast.invite(visitor.request(), [busy])[0] for _number in range(3))
    claims.claim(first, now)
    claims.claim(second, now)
    visitor.post("invitation: too many", visitor.path("matching:invitation", third.token()), tick)
    with override_settings(REQUIRE_APPROVAL=True):
        visitor.post("invitation: unapproved", open_page, tick)


def claimed(visitor: Visitor) -> None:
    """The claimer's page: whom to ring, and no name any more once it has ended."""
    now = timezone.now()
    live = visitor.match(kind="chemist", weekly=True)
    visitor.get("contact", visitor.path("matching:contact", live.token()), holder=CLAIMER)
    talk = visitor.match(kind="listening", urgent=True)
    visitor.get("contact: listening", visitor.path("matching:contact", talk.token()), holder=CLAIMER)
    visitor.get("give back", visitor.path("matching:give_back", live.token()))
    visitor.get("not reached", visitor.path("matching:not_reached", live.token()))
    ends: dict[str, Callable[[Match], object]] = {
        "done": lambda match: claims.done(match, "volunteer", now),
        "given back": lambda match: claims.give_back(match, Outcome.GIVEN_BACK, "volunteer", now),
        "not reached": lambda match: claims.not_reached(match, "volunteer", now),
        "released": lambda match: endings.release(match.help_request, by="staff:1", now=now),
        "lapsed": lambda match: silence.lapse(match, now),
    }
    for name, end in ends.items():
        match = visitor.match()
        end(match)
        visitor.get(f"contact: {name}", visitor.path("matching:contact", match.token()))


def requested(visitor: Visitor) -> None:
    """The page of the person who asked, at every turn of the request's life."""
    now = timezone.now()
    moves: dict[str, Callable[[HelpRequest], object]] = {
        "open": lambda row: None,
        "held": lambda row: lifecycle.move(row, Status.HELD, by="staff:1", now=now, hold=Hold.STAFF),
        "referred": lambda row: lifecycle.move(row, Status.REFERRED, by="staff:1", now=now),
        "cancelled": lambda row: endings.cancel(row, by="requester", now=now),
        "expired": lambda row: endings.expire(row, now=now),
        "call list": lambda row: dispatch.hand_over(row, now),
        "matched": lambda row: claims.claim(cast.invite(row, [visitor.volunteer()])[0], now),
        "done": lambda row: claims.done(
            claims.claim(cast.invite(row, [visitor.volunteer()])[0], now), "volunteer", now
        ),
    }
    for name, act in moves.items():
        row = visitor.request(urgent=name == "held")
        act(row)
        visitor.get(f"request: {name}", visitor.path("requests:own", row.token()), holder=ASKER)
    nowhere = visitor.nowhere()
    visitor.get("request: nowhere", visitor.path("requests:own", nowhere.token()), holder=ASKER)
    urgent = visitor.request(urgent=True)
    visitor.get("request: urgent", visitor.path("requests:own", urgent.token()), holder=ASKER)
    visitor.get("request: cancel", visitor.path("requests:cancel", urgent.token()), holder=ASKER)
    change = visitor.path("requests:change", urgent.token())
    visitor.get("request: list", change, holder=ASKER)
    visitor.post("request: list, outdated", change, {"notes": "Bread", "was": "x"}, holder=ASKER)
    endings.cancel(urgent, by="requester", now=now)
    visitor.get("request: forget", visitor.path("requests:forget", urgent.token()), holder=ASKER)
    visitor.get("request: forgotten", visitor.path("requests:forgotten"))


SCENES = (
    *(plain, asking, joining, staying, changing, invited),
    *(claimed, telling_how, said, requested, printed, scanned, looked_up, taking_calls, at_the_desk, window),
)


def walk(language: str) -> list[Shown]:
    """All of them, in one language."""
    visitor = Visitor(language)
    for scene in SCENES:
        scene(visitor)
    assert len({(page.name, page.holder) for page in visitor.seen}) == len(visitor.seen) > 60
    assert settings.DEBUG is False
    return visitor.seen
