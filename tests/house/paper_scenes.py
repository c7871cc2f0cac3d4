"""What is printed, and the pages that a poster leads to, as a visitor meets them, in every state."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from matching import claims, endings
from paper import codes, joining
from paper.models import Arrival
from requests_app import lifecycle
from requests_app.models import HelpRequest, Hold, Status
from tests import cast
from tests.house.visitor import ASKER, Visitor


def code(row: HelpRequest) -> str:
    """The code of a poster for this request, as it is printed."""
    return codes.make(row, timezone.now()).spoken


def came(visitor: Visitor, row: HelpRequest) -> Arrival:
    """A volunteer has scanned the poster of this request."""
    known = visitor.volunteer()
    joining.say_hello(known.email, row, timezone.now())
    return Arrival.objects.get(volunteer=known)


def printed(visitor: Visitor) -> None:
    """All the sheets, and the pages on which they are chosen."""
    visitor.get("papers", visitor.path("paper:papers"))
    for other in (each for each in ("nl", "fr", "de") if each != visitor.language):
        visitor.get(f"sheet: blank {other}", visitor.path("paper:blank") + f"?other={other}")
        visitor.get(f"sheet: flyer {other}", visitor.path("paper:flyer") + f"?other={other}")
    row, neighbour = visitor.request(), visitor.volunteer()
    choose = visitor.path("paper:poster", row.token())
    visitor.get("poster: choose", choose, holder=ASKER)
    visitor.post("poster: empty", choose, {}, holder=ASKER)
    code(row)
    visitor.get("poster: choose again", choose, holder=ASKER)
    sheet = visitor.path("paper:poster_sheet", row.token())
    visitor.get("sheet: poster", f"{sheet}?with_list=on&with_name=on", holder=ASKER)
    visitor.get("sheet: poster without name and list", sheet)
    note = visitor.path("paper:note", neighbour.token("own"))
    visitor.get("note: choose", note)
    visitor.post("note: empty", note, {})
    visitor.get("sheet: note", visitor.path("paper:note_sheet", neighbour.token("own")) + "?with_phone=on")


def scanned(visitor: Visitor) -> None:
    """Behind the code, before and after whatever happens to the request."""
    now = timezone.now()
    ends: dict[str, Callable[[HelpRequest], object]] = {
        "held": lambda row: lifecycle.move(row, Status.HELD, by="staff:1", now=now, hold=Hold.STAFF),
        "taken": lambda row: claims.claim(cast.invite(row, [visitor.volunteer()])[0], now),
        "ended": lambda row: endings.cancel(row, by="requester", now=now),
        "gone": lambda row: codes.end(row, now),
    }
    row = visitor.request(weekly=True, wanted_on=now.date() + timedelta(days=2))
    page = visitor.path("paper:code", code(row))
    visitor.get("code", page)
    visitor.get("code: talk", visitor.path("paper:code", code(visitor.request(kind="listening"))))
    visitor.post("code: empty", page, {"name": ""})
    visitor.post("code: known, empty", page, {"known-email": "x"})
    arrival = visitor.path("paper:arrival", came(visitor, row).token())
    visitor.get("arrival", arrival)
    visitor.post("arrival: not ticked", arrival, {"promise": ""})
    for name, end in ends.items():
        row = visitor.request()
        page, arrived = visitor.path("paper:code", code(row)), came(visitor, row)
        end(row)
        visitor.get(f"code: {name}", page, 404 if name == "gone" else 200)
        if name != "gone":
            visitor.get(f"arrival: {name}", visitor.path("paper:arrival", arrived.token()))
    visitor.get("paper: letters", visitor.path("paper:check_mail"))
