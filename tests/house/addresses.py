"""Every address of the house, found by walking the resolver, and keys of every sort to try on them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone, translation

from matching import claims, endings, mydata
from paper import codes, joining
from paper.models import Arrival
from privacy import tokens
from tests import cast
from tests.house import phone_scenes
from tests.house.visitor import Visitor
from volunteers import mailbox, membership

HIS_DOORS = ("own", "confirm", "unsubscribe", "no_news", "data")
INTERNAL = ("admin", "callcentre", "exchange", "team", "dev_letter")
GARBAGE = (
    "x", "A" * 43, "-" * 43, "a" * 5000, "é" * 21, "%00", "..", "AAAA====", "'\"<script>", "\N{SNOWMAN}", "0",
)  # fmt: skip


@dataclass(frozen=True)
class Address:
    """One pattern: its full name, the converter of each of its parameters, where it is written."""

    name: str
    converters: dict[str, str]
    takes: tuple[str, ...]

    @property
    def is_public(self) -> bool:
        """Whether it is for people, not for the office or a development house."""
        return not self.name.startswith(INTERNAL)


def walk(resolver: URLResolver | None = None, space: str = "", above: Any = None) -> Iterator[Address]:
    """All patterns below a resolver."""
    resolver, above = resolver or get_resolver(), above or {}
    for each in resolver.url_patterns:
        converters = {**above, **_converters(each)}
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from walk(each, inner, converters)
        elif isinstance(each, URLPattern):
            yield Address(f"{space}{each.name or ''}", converters, tuple(converters))


def _converters(each: URLPattern | URLResolver) -> dict[str, str]:
    known = {name: type(found).__name__ for name, found in each.pattern.converters.items()}
    named = dict.fromkeys(each.pattern.regex.groupindex, "regex")
    return named | known


def paths(address: Address, values: list[str]) -> Iterator[str]:
    """The address with each of these values for its parameters, in the language in force."""
    if not address.takes:
        yield reverse(address.name)
        return
    for value in values if address.is_public else ["1", "x"]:
        words = {name: "1" if kind == "IntConverter" else value for name, kind in address.converters.items()}
        try:
            yield reverse(address.name, kwargs=words)
        except NoReverseMatch:  # this value cannot stand in such an address
            continue


def in_language(language: str, values: list[str]) -> list[str]:
    """Every address in one language."""
    with translation.override(language):
        return [path for address in walk() if address.name for path in paths(address, values)]


def keys() -> list[str]:
    """Live and spent keys of every door, for rows in every state."""
    visitor, now = Visitor("fr"), timezone.now()
    live = visitor.match()
    gone = visitor.match()
    endings.volunteer_leaves(gone.volunteer, now)
    for row in (gone, gone.volunteer):
        row.refresh_from_db()
    done = visitor.match()
    claims.done(done, "volunteer", now)
    resting, blocked, asked = visitor.volunteer(), visitor.volunteer(), visitor.invitation()
    membership.pause(resting, now + timedelta(days=1))
    endings.block_volunteer(blocked, by="staff:1", now=now)
    fresh, old = (_unconfirmed(age) for age in (timedelta(), timedelta(days=5)))
    moving = visitor.volunteer()
    mailbox.ask(moving, "elsewhere@example.org", now)
    mydata.ask(moving, now)
    cancelled = visitor.request()
    endings.cancel(cancelled, by="requester", now=now)
    printed = codes.make(asked.help_request, now).spoken
    joining.say_hello(live.volunteer.email, live.help_request, now)
    joining.say_hello(asked.volunteer.email, cancelled, now)
    people = [moving, live.volunteer, gone.volunteer, resting, blocked, fresh, old]
    doors: list[tuple[str, Any]] = [
        *((f"volunteer.{door}", person) for door in HIS_DOORS for person in people),
        *(("request.own", row) for row in (asked.help_request, live.help_request, cancelled)),
        *(("invitation", row) for row in (asked, live.invitation)),
        *(("match", row) for row in (live, done, gone)),
        *(("arrival", row) for row in Arrival.objects.all()),
        *((f"operator.{door}", row) for door in ("confirm", "shifts") for row in _operators(now)),
    ]
    made = [printed, mailbox.token(moving), *(tokens.make(door, row.uuid, row.epoch) for door, row in doors)]
    asked.epoch += 1  # its first key is spent
    asked.save()
    return [*made, tokens.make("invitation", asked.uuid, asked.epoch)]


def _operators(now: datetime) -> list[Any]:
    makes = (phone_scenes.offered, phone_scenes.waiting, phone_scenes.at_the_phone)
    return [make("fr", now) for make in makes]


def _unconfirmed(age: timedelta) -> Any:
    wanted = cast.sign_up()
    membership.register(wanted, timezone.now() - age)
    return membership.find_by_email(wanted.email)
