"""What every geocoder has: how it is asked, how its answer is read, how often, and whom we owe thanks."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from geopy.adapters import URLLibAdapter

from geo.models import Precision
from geo.points import Point, rounded
from geo.postcodes import normalised

# At INFO geopy prints the body of a refusal and at DEBUG the query: both hold the address.
logging.getLogger("geopy").setLevel(logging.WARNING)

TIMEOUT_SECONDS = 5
CANDIDATES = 5  # the best of them may lie in the town of the same name


class Question(NamedTuple):
    """All that a geocoder is told: a street line without box, postcode and country, normalised.

    `near` is the point of the postcode, None where the table does not know it.
    """

    country: str
    postcode: str
    line: str
    near: Point | None = None


class Answer(NamedTuple):
    """One candidate, in the same words whoever gave it; what a geocoder does not say is empty.

    The score is the geocoder's own, from 0 to 1: how sure it is of what it found.
    """

    point: Point
    precision: Precision
    score: float | None = None
    postcode: str = ""
    country: str = ""
    municipality: str = ""

    def agrees_with(self, question: Question) -> bool | None:
        """Whether it lies in the country and under the postcode that was asked for; None: it does not say."""
        if self.country and self.country.upper() != question.country:
            return False
        if not self.postcode:
            return None
        # OpenStreetMap joins the codes of a street that has two
        codes = self.postcode.replace(",", ";").split(";")
        return question.postcode in {normalised(question.country, code)[1] for code in codes}


class Options(NamedTuple):
    """How a geocoder is reached here: its address, its key, and calls a second for all processes together."""

    url: str
    key: str
    rate: float

    @property
    def pause(self) -> timedelta:
        """From the end of one call to the start of the next."""
        return timedelta(seconds=1 / self.rate)


class Call(NamedTuple):
    """One question with the way to ask it."""

    options: Options
    question: Question

    def client(self, kind: Callable[..., Any], **more: Any) -> Any:
        """A client of geopy's over urllib: the one over requests tries three times and logs the query."""
        url = urlsplit(self.options.url)
        return kind(
            domain=url.netloc + url.path.rstrip("/"),
            scheme=url.scheme,
            user_agent=settings.GEOCODER_USER_AGENT,
            timeout=TIMEOUT_SECONDS,
            adapter_factory=URLLibAdapter,
            **more,
        )


Raw = Mapping[str, Any]


@dataclass(frozen=True)
class Geocoder:
    """One kind of geocoder. `ask` gives geopy's locations or None, `read` makes an answer of one of them.

    `rate` holds at the usual address `url`; under a host that ends with `public`
    nothing in the settings makes it faster. An empty `url` means that there is
    no usual one; `countries` is empty where it knows the whole world. Answers
    below `least_score` are not believed. `attribution` and `link` stand on the
    privacy page.
    """

    name: str
    title: str
    url: str
    rate: float
    attribution: str
    link: str
    ask: Callable[[Call], list[Any] | None]
    read: Callable[[Point, Raw], Answer]
    least_score: float = 0.0
    public: str = ""
    needs_key: bool = False
    countries: tuple[str, ...] = ()

    def answers(self, call: Call) -> list[Answer]:
        """Ask over the network; the candidates, best first. Raises what errors.OUTSIDE names."""
        found = self.ask(call) or []
        return [
            self.read(rounded(Point(each.latitude, each.longitude)), each.raw) for each in found[:CANDIDATES]
        ]


def first(facts: Raw, *names: str) -> str:
    """The first of these fields that says anything, as text."""
    return next((str(facts[name]) for name in names if facts.get(name)), "")
