"""One of several processes that ask the map at the same time: `... asker SECONDS NAME [careless]`."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "covidsol.settings")
django.setup()

from django.utils import timezone  # noqa: E402 - models are there only now

from geo import asking  # noqa: E402
from geo.geocoding import locate  # noqa: E402


@contextmanager
def anybodys_turn(*_args: Any) -> Iterator[bool]:
    """The negative control: everybody asks when he likes."""
    yield True


def main(seconds: float, name: int) -> None:
    """Look up one new address after the other, as a worker does, until the time is over."""
    deadline, number = monotonic() + seconds, name * 1000
    while monotonic() < deadline:
        number += 1
        locate("BE", "1030", f"Rue Josaphat {number}", now=timezone.now())


if __name__ == "__main__":
    if "careless" in sys.argv:
        vars(asking)["turn"] = anybodys_turn
    main(float(sys.argv[1]), int(sys.argv[2]))
