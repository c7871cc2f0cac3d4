"""The operators' desk, as an operator meets it during her calls."""

from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from matching import claims, endings
from tests import cast, staff
from tests.house.visitor import CODE_WORD, PERSON, Visitor

OPERATOR = "operator"
PHONE = {"phone": "02 512 98 76"}
WHOLE = {
    **PHONE, "name": PERSON["name"], "postcode": "1050 Ixelles", "street": PERSON["street"], "kind": "1",
    "asked_by": PERSON["asked_by"], "notes": PERSON["notes"],
}  # fmt: skip
WRONG = {
    "phone": "12", "name": "12", "postcode": "99999", "kind": "9", "language": "q", "when": "x",
    "places": "0", "asked_by": "www.x.be", "notes": "x" * 2100,
}  # fmt: skip


def at_the_desk(visitor: Visitor) -> None:
    """A caller who has asked already, calls that come to nothing, and a request that is looked for."""
    client = Client(headers={"Accept-Language": visitor.language})
    staff.log_in(client, staff.member("operator"))
    own, path = Visitor(visitor.language, client), reverse("callcentre:desk")
    own.get("desk", path, holder=OPERATOR)
    row = _helped(visitor)

    def send(state: str, /, **data: Any) -> None:
        own.post(f"desk: {state}", path, {"form_key": str(uuid4()), **data}, holder=OPERATOR)

    send("looked up", **PHONE)
    send("wrong", **WRONG)
    send("no outcome", outcome="x")
    send("which municipality", **WHOLE | {"postcode": "1050"})
    send("is it the same", **WHOLE)
    send("called back", **PHONE, outcome="4 14:30")
    send("saved", **WHOLE, consent="on", anyway="on", shown=_live(row))
    endings.cancel(own.seen[-1].response.context["page"].saved, by="requester", now=timezone.now())
    visitor.seen += own.seen
    _found(visitor, client, row)
    _counted(visitor)


def _helped(visitor: Visitor) -> Any:
    """The caller's request, which somebody has taken on."""
    row = visitor.request()
    claims.claim(cast.invite(row, [visitor.volunteer()])[0], row.created_at)
    return row


def _live(row: Any) -> list[str]:
    """All requests that the desk may take for the same one."""
    rows = type(row).objects.exclude(status__in=("done", "cancelled", "expired"))
    return [each.uuid.hex for each in rows]


def _found(visitor: Visitor, client: Client, row: Any) -> None:
    """The second page: looked for, found, opened."""
    own, path = Visitor(visitor.language, client), reverse("callcentre:find")
    own.get("find", path, holder=OPERATOR)
    for name, what in {"empty": "", "nothing": "000000", "found": row.reference}.items():
        own.post(f"find: {name}", path, {"what": what}, holder=OPERATOR)
    page = reverse("callcentre:request", args=[row.uuid])
    own.get("to open", page, holder=OPERATOR)
    client.post(reverse("callcentre:told"), {"uuid": row.uuid.hex})
    own.get("told", page, holder=OPERATOR)
    assert CODE_WORD in own.seen[-1].html
    change = reverse("callcentre:change_for_caller", args=[row.uuid])
    own.get("change", change, holder=OPERATOR)
    client.post(change, {"phone": "12", "notes": "Bread", "was": "x"})
    own.get("change: wrong", change, holder=OPERATOR)
    own.get("report", reverse("callcentre:report_for_caller", args=[row.uuid]), holder=OPERATOR)
    own.get("cancel", reverse("callcentre:cancel_for_caller", args=[row.uuid]), holder=OPERATOR)
    visitor.seen += own.seen


def _counted(visitor: Visitor) -> None:
    """What whoever leads the phone sees of the day."""
    client = Client(headers={"Accept-Language": visitor.language})
    own = Visitor(visitor.language, staff.log_in(client, staff.member("coordinator")))
    path = reverse("callcentre:figures")
    own.get("figures", path, holder=OPERATOR)
    own.get("figures: wrong", f"{path}?first=x&last=2026-11-23", holder=OPERATOR)
    visitor.seen += own.seen
