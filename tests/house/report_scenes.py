"""Something was not right: the pages of both sides, and what a volunteer sees who is held back."""

from typing import Any

from django.utils import timezone

from matching import claims, reports
from matching.models import Match, Outcome
from matching.report_rows import Side, What
from tests import cast
from tests.house.visitor import ASKER, Visitor

WRONG: dict[str, Any] = {"what": "x", "words": "x" * 600}


def said(visitor: Visitor) -> None:
    """Both sides say it, wrongly and well; then his pages say that the team rings first."""
    match = visitor.match()
    hers = visitor.path("requests:report", match.help_request.token())
    his = visitor.path("matching:report", match.token())
    for name, page, good in (("her report", hers, "money"), ("his report", his, "worried")):
        visitor.get(name, page)
        visitor.post(f"{name}: empty", page, {})
        visitor.post(f"{name}: wrong", page, WRONG)
        visitor.post(f"{name}: thanks", page, {"what": good})
    _two(visitor)
    _by_numbers(visitor)
    _held_back(visitor, match)


def _two(visitor: Visitor) -> None:
    """Two volunteers have been on it, one after the other."""
    match, now = visitor.match(), timezone.now()
    claims.give_back(match, Outcome.GIVEN_BACK, "volunteer", now)
    claims.claim(cast.invite(match.help_request, [visitor.volunteer()])[0], now)
    page = visitor.path("requests:report", match.help_request.token())
    visitor.get("her report: who", page)
    visitor.post("her report: who is missing", page, {"what": "money"})


def _by_numbers(visitor: Visitor) -> None:
    row = visitor.match().help_request
    numbers = {"reference": row.reference, "phone": row.phone[-4:]}
    visitor.client.post(visitor.path("requests:status"), numbers)
    visitor.get("found: somebody is on it", visitor.path("requests:found"), holder=ASKER)
    visitor.get("her report: by numbers", visitor.path("requests:found_report"))
    visitor.post("her report: by numbers, thanks", visitor.path("requests:found_report"), {"what": "rude"})


def _held_back(visitor: Visitor, match: Match) -> None:
    reports.report(match, Side.PERSON, What.MONEY, "", timezone.now())
    asked = cast.invite(visitor.request(), [match.volunteer])[0]
    visitor.get("own page: held back", visitor.path("volunteers:own", match.volunteer.token("own")))
    page = visitor.path("matching:invitation", asked.token())
    visitor.get("invitation: held back", page)
    visitor.post("invitation: held back, pressed", page, {"promise": "on"})
