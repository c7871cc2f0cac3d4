"""How right the table of postcodes is by a gazetteer that it was not made from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil

from bench.report import Figure
from geo.gazetteer import Line, middle
from geo.points import Point, distance_km
from geo.postcodes import Postcode

WORST = 20
MEDIAN_KM, P99_KM, WORST_KM = 1.2, 10.0, 25.0
LEAST_COVERED = {"BE": 1.0, "FR": 0.98}


@dataclass(frozen=True)
class Miss:
    """How far one postcode lies from the middle of its places, and from the nearest of them, in km."""

    code: str
    km: float
    nearest_km: float
    ours: Point
    theirs: Point
    names: tuple[str, ...]


@dataclass(frozen=True)
class Accuracy:
    """A country's table beside the gazetteer; `misses` from the worst to the best."""

    country: str
    misses: tuple[Miss, ...]
    unknown: tuple[str, ...]
    # the share of the gazetteer's places that lie within their postcode's surroundings
    within: float

    @property
    def covered(self) -> float:
        """The share of the gazetteer's postcodes that the table knows."""
        return len(self.misses) / (len(self.misses) + len(self.unknown))

    def figures(self) -> Iterator[Figure]:
        """What is demanded, for the middle of a postcode's places and for the nearest of them."""
        name = self.country.lower()
        yield Figure(f"{name}_covered", self.covered, ">=", LEAST_COVERED.get(self.country))
        for what, all_km in (
            ("middle", [miss.km for miss in self.misses]),
            ("nearest", [miss.nearest_km for miss in self.misses]),
        ):
            yield Figure(f"{name}_{what}_median_km", quantile(all_km, 0.5), "<=", MEDIAN_KM)
            yield Figure(f"{name}_{what}_p99_km", quantile(all_km, 0.99), "<=", P99_KM)
            yield Figure(f"{name}_{what}_worst_km", max(all_km), "<=", WORST_KM)
        yield Figure(f"{name}_places_within_surroundings", self.within)

    def lines(self) -> Iterator[str]:
        """The postcodes that it does not know, and the worst it knows, as text."""
        unknown = " ".join(self.unknown) or "none"
        yield f"  {self.country}: {len(self.misses)} compared; not in the table: {unknown}"
        for miss in self.misses[:WORST]:
            ours, theirs = (f"{point.lat:.3f} {point.lon:.3f}" for point in (miss.ours, miss.theirs))
            here = f"{miss.code} {', '.join(miss.names)[:40]}"
            yield f"  {here:<46} {miss.km:>6.1f} km (nearest {miss.nearest_km:.1f}): {ours}, not {theirs}"


def compare(country: str, table: Mapping[str, Postcode], reference: Mapping[str, list[Line]]) -> Accuracy:
    """Every postcode of the reference beside the table; raises ValueError when none is known to both."""
    misses, within, places = [], 0, 0
    for code, lines in reference.items():
        if code not in table:
            continue
        ours, theirs = table[code], middle(line.point for line in lines)
        away = [distance_km(ours.point, line.point) for line in lines]
        names = tuple(municipality.own_name for municipality in ours.municipalities)
        misses.append(Miss(code, distance_km(ours.point, theirs), min(away), ours.point, theirs, names))
        places += len(away)
        within += sum(km <= ours.surroundings_km for km in away)
    if not misses:
        raise ValueError(f"no postcode of {country} is known to both")
    misses.sort(key=lambda miss: (-miss.km, miss.code))
    unknown = tuple(sorted(set(reference) - set(table)))
    return Accuracy(country, tuple(misses), unknown, within / places)


def quantile(values: list[float], share: float) -> float:
    """The smallest of these values that at least this share of them do not exceed."""
    return sorted(values)[ceil(share * len(values)) - 1]
