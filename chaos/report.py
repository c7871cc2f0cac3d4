"""What a storm left behind, beside what is demanded."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

HEAD = (
    f"{'scenario':<36} {'letters':>7} {'kills':>5} {'lost':>5} {'doubles':>7} {'bound':>5}"
    f" {'drained s':>9} {'slowest form s':>14}"
)


@dataclass
class Result:
    """The figures of one scenario; `missed` says in words which demands were not met."""

    scenario: str
    letters: int = 0
    kills: int = 0
    lost: int = 0
    duplicates: int = 0
    bound: int = 0
    drained_s: float = 0.0
    slowest_form_s: float = 0.0
    forms: int = 0
    notes: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def demand(self, met: bool, words: str) -> None:
        """Note a demand that is not met."""
        if not met:
            self.missed.append(words)

    def line(self) -> str:
        """One line of the table."""
        return (
            f"{self.scenario:<36} {self.letters:>7} {self.kills:>5} {self.lost:>5} {self.duplicates:>7}"
            f" {self.bound:>5} {self.drained_s:>9.1f} {self.slowest_form_s:>14.2f}"
        )

    def figures(self) -> dict[str, Any]:
        """What `--json` prints of it."""
        return {
            "letters": self.letters,
            "kills": self.kills,
            "lost": self.lost,
            "duplicates": self.duplicates,
            "bound": self.bound,
            "drained_s": round(self.drained_s, 1),
            "slowest_form_s": round(self.slowest_form_s, 2),
        }


def lines(results: Iterable[Result]) -> Iterator[str]:
    """All of them as text."""
    yield HEAD
    for each in results:
        yield each.line()
        yield from (f"    {note}" for note in each.notes)
        yield from (f"    MISSED: {words}" for words in each.missed)
