"""For each kind of letter a row to write it about, in a language, to somebody of this name."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from covidsol import samples
from covidsol.stage import Stage
from tests.cast import NOON

HOSTILE = '<script>alert(1)</script> O\'Neill & "Fils"'


def _made(kind: str, language: str, name: str) -> UUID:
    stage = Stage(language, NOON, name, notes=f"{HOSTILE}\nmilk", street=HOSTILE, asked_by=HOSTILE)
    return samples.ABOUT[kind](stage)


ABOUT: dict[str, Callable[[str, str], UUID]] = {kind: partial(_made, kind) for kind in samples.ABOUT}
