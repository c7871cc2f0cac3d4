"""What was measured, as a table; and each ratio beside what is demanded of it."""

import os
import platform
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

MILLION = 1_000_000
COMMON, COMMON_FAR, RARE, RAREST = "common", "common 20 km", "1 %", "0.1 %"
KEYS = {COMMON: "common", COMMON_FAR: "common_20_km", RARE: "1_percent", RAREST: "0_1_percent"}
P95_MS = {"sqlite": 2, "postgresql": 4}
LOOP = {"sqlite": 500, "postgresql": 250}
HEAD = f"  {'contestant':<12} {'filter':<13} {'radius':>7} {'p50':>9} {'p95':>9} {'exact':>8} {'rounds':>7}"
GROWTH = {COMMON: 2.5, COMMON_FAR: 2.5, RARE: 4, RAREST: 4}


@dataclass(frozen=True)
class Figure:
    """One number and its demand: at most or at least `limit`; none where nothing is demanded at this size."""

    key: str
    value: float
    sign: str = ""
    limit: float | None = None

    @property
    def verdict(self) -> str:
        """Met, missed, or nothing."""
        if self.limit is None:
            return ""
        met = self.value <= self.limit if self.sign == "<=" else self.value >= self.limit
        return "met" if met else "MISSED"


class Measured:
    """One size: its rows, found by database, contestant and filter."""

    def __init__(self, volunteers: int, parts: dict[str, dict[str, Any]]) -> None:
        self.volunteers = volunteers
        self.parts = parts
        self.rows = [row for part in parts.values() for row in part["rows"]]
        self._p50 = {(row["database"], row["name"], row["filter"]): row["p50_ms"] for row in self.rows}

    def p50(self, database: str, name: str, by: str) -> float | None:
        """The median in ms, if it was measured."""
        return self._p50.get((database, name, by))

    def ratio(self, database: str, over: str, under: str, by: str) -> float | None:
        """How many times the median of one is that of the other, in the same run."""
        above, below = self.p50(database, over, by), self.p50(database, under, by)
        return above / below if above and below else None

    def figures(self) -> list[Figure]:
        """Every number of this size that SEARCH.md demands something of, or would at another size."""
        return [
            *self._answers(),
            *self._against_postgis(),
            *self._against_the_tree(),
            *self._against_the_loop(),
        ]

    def _answers(self) -> Iterator[Figure]:
        for database, part in self.parts.items():
            mine = [row for row in part["rows"] if row["name"] == "covidsol"]
            yield Figure(f"{database}_exact_share", min(row["exact_share"] for row in mine), ">=", 1)
            yield Figure(f"{database}_distance_error_m", part["error_m"], "<=", 0.5)
            limit = P95_MS[database] if self.volunteers == MILLION else None
            yield Figure(f"{database}_worst_p95_ms", max(row["p95_ms"] for row in mine), "<=", limit)

    def _against_postgis(self) -> Iterator[Figure]:
        limit = 2 if self.volunteers < MILLION else 1.5 if self.volunteers < 10 * MILLION else 1
        for by in (COMMON, COMMON_FAR):
            if ratio := self.ratio("postgresql", "covidsol", "postgis_knn", by):
                yield Figure(f"postgresql_{KEYS[by]}_vs_postgis", ratio, "<=", limit)
        for by, least in ((RARE, 8), (RAREST, 20)):
            if ratio := self.ratio("postgresql", "postgis_knn", "covidsol", by):
                wanted = least if self.volunteers == MILLION else None
                yield Figure(f"postgresql_{KEYS[by]}_speedup_over_postgis", ratio, ">=", wanted)

    def _against_the_tree(self) -> Iterator[Figure]:
        for by, most in ((COMMON, 1.6), (COMMON_FAR, 1.6), (RARE, 1), (RAREST, 1)):
            if ratio := self.ratio("sqlite", "covidsol", "kd_tree", by):
                wanted = most if self.volunteers == MILLION else None
                yield Figure(f"sqlite_{KEYS[by]}_vs_kd_tree", ratio, "<=", wanted)

    def _against_the_loop(self) -> Iterator[Figure]:
        for database, least in LOOP.items():
            if ratio := self.ratio(database, "geopy_loop", "covidsol", COMMON):
                wanted = least if self.volunteers == 7000 else None
                yield Figure(f"{database}_speedup_over_geopy_loop", ratio, ">=", wanted)


def growth(small: Measured, large: Measured) -> list[Figure]:
    """How much slower the product is with more volunteers."""
    found = []
    for database in large.parts:
        for by, most in GROWTH.items():
            before, after = (each.p50(database, "covidsol", by) for each in (small, large))
            if before and after:
                wanted = most if (small.volunteers, large.volunteers) == (7000, MILLION) else None
                found.append(Figure(f"{database}_{KEYS[by]}_growth", after / before, "<=", wanted))
    return found


def lines(measured: Measured) -> Iterator[str]:
    """One size as text."""
    yield ""
    yield f"{measured.volunteers} volunteers; ms a question, 25 wanted"
    for database, part in measured.parts.items():
        yield f"{part['database']}, Python {part['python']}, loaded in {part['loaded_s']} s"
        yield from (f"  {note}" for note in part["notes"])
        yield HEAD
        yield from (_line(row) for row in measured.rows if row["database"] == database)
    yield from table(measured.figures())


def _line(row: dict[str, Any]) -> str:
    return (
        f"  {row['name']:<12} {row['filter']:<13} {row['radius_km']:>4.0f} km {row['p50_ms']:>9.3f}"
        f" {row['p95_ms']:>9.3f} {row['exact_share']:>8.1%} {row['rounds']:>7.2f}"
    )


def table(figures: Iterable[Figure]) -> Iterator[str]:
    """Figures with their demands as text."""
    for each in figures:
        demand = f"{each.sign} {each.limit:g}" if each.limit is not None else ""
        yield f"  {each.key:<46} {each.value:>10.3f}   {demand:<8} {each.verdict}".rstrip()


def machine() -> str:
    """This machine, today, and how busy it is: of a busy one only the ratios are worth anything."""
    load, cores = os.getloadavg()[0], os.cpu_count()
    return f"{date.today():%Y-%m-%d}, {_processor()}, {cores} cores, load average {load:.2f}"  # noqa: DTZ011


def _processor() -> str:
    described = Path("/proc/cpuinfo")
    if sys.platform == "linux" and described.exists():
        names = [line for line in described.read_text().splitlines() if line.startswith("model name")]
        if names:
            return names[0].partition(": ")[2]
    return platform.processor() or platform.machine()
