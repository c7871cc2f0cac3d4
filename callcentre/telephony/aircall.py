"""Aircall: its webhooks about calls, and its insight cards.

As its public documentation has them: an event is delivered at least once, in
any order, again for twelve hours after a failure; its proof is a token in the
body; whoever does not answer within five seconds is dropped after some time.
"""

import base64
import hmac
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from callcentre.models import Direction
from callcentre.telephony.contract import (
    Agent,
    Card,
    Garbled,
    Heard,
    Stranger,
    Telephony,
    Unshown,
    What,
    Word,
    e164,
)
from covidsol.telephony import Account

URL = "https://api.aircall.io"
TIMEOUT_SECONDS = 5
WHAT = {
    "call.created": What.BEGAN,
    "call.ringing_on_agent": What.RINGS,
    "call.agent_declined": What.DECLINED,
    "call.answered": What.HAS,
    "call.transferred": What.RINGS,
    "call.hungup": What.ENDED,
    "call.ended": What.ENDED,
    "call.voicemail_left": What.VOICEMAIL,
}
DIRECTIONS = {"inbound": Direction.IN, "outbound": Direction.OUT}
NUMBER, SECONDS = re.compile(r"[A-Za-z0-9_-]{1,40}"), re.compile(r"[0-9]{1,12}")
# All that we read. Whom Aircall knows, what was said and where it is recorded is not kept for a moment.
KEPT = (
    "id", "direction", "raw_digits", "user", "transferred_to", "started_at", "answered_at", "ended_at",
)  # fmt: skip


def hear(body: bytes, headers: Mapping[str, str], account: Account) -> Heard | None:
    """The token is in the body. Events about anything but calls under way are not for us."""
    document = _document(body)
    if not _is_genuine(document.get("token"), account.tokens):
        raise Stranger
    event, data = document.get("event"), document.get("data")
    if not isinstance(event, str) or event not in WHAT:
        return None
    if not isinstance(data, dict):
        raise Garbled
    call, at = str(data.get("id")), str(document.get("timestamp"))
    # a call rings on several phones in the same second
    agent = _agent(data, event)
    whom = agent.number if agent else ""
    if not (NUMBER.fullmatch(call) and SECONDS.fullmatch(at) and NUMBER.fullmatch(whom or "-")):
        raise Garbled
    facts = {name: data.get(name) for name in KEPT} | {"voicemail": bool(data.get("voicemail"))}
    kept = {"event": event, "timestamp": document["timestamp"], "data": facts}
    return Heard(event, f"aircall:{event.removeprefix('call.')}:{call}:{at}:{whom}", json.dumps(kept))


def _document(body: bytes) -> dict[str, Any]:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Garbled from error
    if not isinstance(document, dict):
        raise Garbled
    return document


def _is_genuine(token: object, ours: tuple[str, ...]) -> bool:
    """Whether this is one of our tokens; every one is compared, each in constant time."""
    given = str(token).encode(errors="backslashreplace")
    found = [hmac.compare_digest(given, each.encode()) for each in ours]
    return isinstance(token, str) and any(found)


def read(payload: str) -> Word:
    """An event. LookupError, TypeError, ValueError, OverflowError or OSError if it has another form."""
    document = json.loads(payload)
    event, data = document["event"], document["data"]
    what, at = WHAT[event], _moment(document["timestamp"])
    if at is None:
        raise ValueError("an event without a time")
    direction, agent = DIRECTIONS[data["direction"]], _agent(data, event)
    if what == What.BEGAN and direction == Direction.OUT and agent:
        what = What.HAS  # whoever rings somebody has the call
    answered, ended = _moment(data.get("answered_at")), _moment(data.get("ended_at"))
    return Word(
        call=str(data["id"]),
        what=what,
        at=at,
        direction=direction,
        phone=e164(str(data.get("raw_digits") or "")),
        agent=agent,
        started_at=_moment(data.get("started_at")),
        answered_at=answered or (at if event == "call.answered" else None),
        ended_at=ended or (at if what == What.ENDED else None),
        has_voicemail=what == What.VOICEMAIL or bool(data.get("voicemail")),
    )


def _agent(data: dict[str, Any], event: str) -> Agent | None:
    """Whom the event is about: of a transfer the one who gets the call, else the one named as its user."""
    whom = data.get("transferred_to" if event == "call.transferred" else "user")
    if not isinstance(whom, dict) or not whom.get("id"):
        return None
    return Agent(str(whom["id"]), str(whom.get("email") or "").strip().lower())


def _moment(seconds: Any) -> datetime | None:
    """A time as Aircall writes it, in seconds of UTC since 1970."""
    return datetime.fromtimestamp(int(seconds), UTC) if seconds else None


def show(account: Account, call: str, card: Card) -> None:
    """POST /v1/calls/…/insight_cards, with the API's key; Aircall keeps no card beyond the call."""
    title = {"type": "title", "text": card.title, "link": card.link}
    lines = [{"type": "shortText", "label": line.label, "text": line.text} for line in card.lines]
    key = base64.b64encode(f"{account.api_id}:{account.api_token}".encode()).decode()
    request = Request(  # noqa: S310 - our own setting
        f"{account.api_url or URL}/v1/calls/{call}/insight_cards",
        json.dumps({"contents": [title, *lines]}).encode(),
        {"Authorization": f"Basic {key}", "Content-Type": "application/json"},
    )
    try:
        with urlopen(request, timeout=TIMEOUT_SECONDS):  # noqa: S310
            return
    except HTTPError as error:
        error.close()
        wait = error.headers.get("Retry-After", "")
        raise Unshown(error.code, int(wait) if wait.isdecimal() else 0) from None
    except (OSError, HTTPException) as error:
        refused = isinstance(error, URLError) and not isinstance(error.reason, TimeoutError)
        raise Unshown(is_sure=refused) from None


TELEPHONY = Telephony("aircall", hear=hear, read=read, show=show)
