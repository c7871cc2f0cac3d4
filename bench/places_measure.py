"""One process that reads the tables of postcodes and asks them: what `bench.places` starts."""

import json
import resource
import sys
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import django

from bench.accuracy import compare
from bench.report import Figure, table
from geo import gazetteer, postcodes

COUNTRIES = ("BE", "FR")
LOOKUPS = 200_000
MOST_SHIPPED_KB = 400


def main() -> None:
    """Measure, print, and last a line of JSON if it is wanted."""
    task = json.loads(sys.argv[1])
    django.setup()
    found = [figure for country in COUNTRIES for figure in measured(country)]
    shipped = sum(file.stat().st_size for file in postcodes.SHIPPED.glob("*.csv.gz")) / 1000
    found.append(Figure("shipped_kb", shipped, "<=", MOST_SHIPPED_KB))
    print("\n".join(table(found)))
    if task["reference"]:
        found += compared(Path(task["reference"]))
    if task["json"]:
        print(json.dumps({figure.key: round(figure.value, 4) for figure in found}))


def measured(country: str) -> Iterator[Figure]:
    """How long a country's table takes to read and to ask, and what it weighs."""
    name = country.lower()
    before, start = resident_mb(), time.perf_counter()
    codes = [each.code for each in postcodes.all_postcodes(country)]
    yield Figure(f"{name}_postcodes", len(codes))
    yield Figure(f"{name}_read_ms", (time.perf_counter() - start) * 1000)
    yield Figure(f"{name}_resident_mb", resident_mb() - before)
    yield Figure(f"{name}_tracemalloc_mb", traced_mb(country))
    asked = (codes * (LOOKUPS // len(codes) + 1))[:LOOKUPS]
    start = time.perf_counter()
    for code in asked:
        postcodes.lookup(country, code)
    yield Figure(f"{name}_lookups_a_second", LOOKUPS / (time.perf_counter() - start))


def resident_mb() -> float:
    """The most memory that this process has had, in MB; Linux counts in KiB, macOS in bytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def traced_mb(country: str) -> float:
    """What Python itself holds for one country's table, in MB."""
    tracemalloc.start()
    file = postcodes.SHIPPED / f"postcodes-{country.lower()}.csv.gz"
    before = tracemalloc.get_traced_memory()[0]
    held = postcodes.read(file, country)
    weight = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    return weight / 1e6 if held else 0


def compared(reference: Path) -> list[Figure]:
    """The strict check, printed with the worst of each country."""
    contents = gazetteer.read(reference)
    if contents.errors:
        raise SystemExit("\n".join(contents.errors[:20]))
    lines = gazetteer.by_postcode(contents.lines)
    found: list[Figure] = []
    for country in (each for each in COUNTRIES if each in lines):
        known = {each.code: each for each in postcodes.all_postcodes(country)}
        accuracy = compare(country, known, lines[country])
        print("\n".join(["", *accuracy.lines(), *table(accuracy.figures())]))
        found += accuracy.figures()
    return found


if __name__ == "__main__":
    main()
