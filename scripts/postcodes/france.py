"""France: each postcode is the middle of its people, from its communes and those parts that are its own."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from geo.points import Point, distance_km
from geo.postcodes import Municipality, Postcode
from geo.surroundings import bounded
from scripts.postcodes.french_communes import Commune, load
from scripts.postcodes.french_quarters import QUARTERS, TOWNS
from scripts.postcodes.ground import Polygons, corners, holds, mean

# Houses stand on the border, and maps draw it a little to one side.
BORDER_KM = 0.5


@dataclass(frozen=True)
class Share:
    """The part of a commune that a postcode serves: so many people around a point, on this ground."""

    commune: Commune
    people: float
    point: Point
    ground: Polygons
    # whether this is the postcode's own part, not the whole of a commune with several postcodes
    own: bool = True


def shares(commune: Commune) -> dict[str, Share]:
    """What each of a commune's postcodes serves; a commune without a point gives nothing.

    Of a commune with several postcodes a quarter, or the former communes that had
    the postcode before they merged, else all of it with an equal share of its people.
    """
    if commune.point is None:
        return {}
    found, several = {}, len(commune.postcodes)
    for code in commune.postcodes:
        people = (commune.people + 1) / several
        parts = [part for part in commune.parts if part.point and code in part.postcodes]
        if (code, commune.insee) in QUARTERS:
            found[code] = Share(commune, people, QUARTERS[code, commune.insee], commune.ground)
        elif several > 1 and parts:
            people = sum(part.people + 1 for part in parts)
            point = mean((part.people + 1, part.point) for part in parts if part.point)
            ground = [polygon for part in parts for polygon in part.ground] or commune.ground
            found[code] = Share(commune, people, point, ground)
        else:
            found[code] = Share(commune, people, commune.point, commune.ground, own=several == 1)
    return found


def settle(code: str, served: list[Share], unplaced: list[str]) -> Postcode:
    """A postcode's row: the middle of its people, its communes from the largest share to the smallest.

    `unplaced` are communes of which only the name is known.
    """
    served = sorted(served, key=lambda share: (-share.people, share.commune.insee))
    point = mean((share.people, share.point) for share in served)
    reach = [distance_km(point, corner) for share in served for corner in corners(share.ground)]
    around = bounded(max(reach, default=0) + BORDER_KM)
    precision = "postcode" if any(share.own for share in served) else "municipality"
    names = dict.fromkeys([*(share.commune.name for share in served), *unplaced])
    return Postcode("FR", code, point, tuple(map(Municipality, names)), precision, around)


def towns(communes: list[Commune]) -> list[Postcode]:
    """Postcodes of whole towns, which people write though no letter bears them: 75000 Paris."""
    rows = []
    for code, (name, prefix) in TOWNS.items():
        parts = [each for each in communes if each.insee.startswith(prefix)]
        point = mean((part.people, part.point) for part in parts if part.point)
        reach = max(distance_km(point, corner) for part in parts for corner in corners(part.ground))
        rows.append(Postcode("FR", code, point, (Municipality(name),), "municipality", bounded(reach)))
    return rows


def build(packages: Path) -> tuple[list[Postcode], list[str]]:
    """Every French postcode without CEDEX, and a line about each commune that was mended or left out."""
    communes, notes = load(packages)
    served: dict[str, list[Share]] = defaultdict(list)
    unplaced: dict[str, list[str]] = defaultdict(list)
    for commune in communes:
        for code, share in shares(commune).items():
            served[code].append(share)
        for code in commune.postcodes if commune.point is None else ():
            unplaced[code].append(commune.name)
    by_insee = {commune.insee: commune for commune in communes}
    for (code, insee), point in QUARTERS.items():
        home = by_insee[insee]
        if code not in home.postcodes or not holds(home.ground, point):
            raise SystemExit(f"{code} {point} is not in {home.name}")
    rows = [settle(code, each, unplaced[code]) for code, each in served.items()]
    return [*rows, *towns(communes)], notes
