"""The policies that are compared: ours, and what others did, each as numbers of the product's dispatch."""

from dataclasses import dataclass, field

EVERYBODY = 100_000  # more than there are
NEVER_WEEKLY = 30_000  # letters a week that nobody reaches
# Farther ahead than a day is no plan but a wrong clock (requests_app.models.LONGEST_PLAN).
A_DAY_MINUTES = 24 * 60 - 1


@dataclass(frozen=True)
class Contender:
    """One policy: its name, what it says in a table, the numbers that differ from ours, and who may tire.

    `letters_per_week` overrules what volunteers wish; `rings` is whether people
    ring for the requests on the call list.
    """

    name: str
    title: str
    dispatch: dict[str, int | float] = field(default_factory=dict)
    letters_per_week: int | None = None
    rings: bool = True


def _everybody_within(km: int, *, rings: bool) -> Contender:
    """Everybody within so many kilometres at once, by day and by night; nothing is kept, nobody is spared."""
    return Contender(
        name=f"within_{km}_km{'_calls' if rings else ''}",
        title=f"everybody within {km} km at once{', and calls' if rings else ''}",
        dispatch={
            "first_wave": EVERYBODY,
            "first_wave_urgent": EVERYBODY,
            "next_wave": 0,
            "next_wave_urgent": 0,
            "wave_minutes": A_DAY_MINUTES,
            "wave_minutes_urgent": A_DAY_MINUTES,
            "wakes_at": 0,
            "sleeps_at": 24 * 60,
            "max_letters": EVERYBODY,
            "max_km": km,
            "helpers_first": 0,
            "max_backups": 0,
            "openings": 0,
        },
        letters_per_week=NEVER_WEEKLY,
        rings=rings,
    )


OURS = Contender("covidsol", "the nearest in waves, and calls")
CONTENDERS = {
    each.name: each
    for each in (
        OURS,
        _everybody_within(5, rings=False),
        _everybody_within(10, rings=False),
        _everybody_within(10, rings=True),
    )
}
