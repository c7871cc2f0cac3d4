"""`make bench ARGS=geo`, with a small reference: what it prints, and that a shifted point does not pass."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bench.accuracy import Accuracy, compare, quantile
from geo import gazetteer
from geo.points import Point
from geo.postcodes import all_postcodes
from tests.run import BASE_DIR

pytestmark = pytest.mark.once

# Town halls and churches from atlases, in the order of GeoNames' columns.
PLACES = [
    ("BE", "1000", "Bruxelles", 50.8467, 4.3525), ("BE", "4000", "Liège", 50.6412, 5.5718),
    ("BE", "9000", "Gent", 51.0543, 3.7174), ("BE", "6600", "Bastogne", 50.0003, 5.7153),
    ("FR", "51100", "Reims", 49.2583, 4.0317), ("FR", "31000", "Toulouse", 43.6045, 1.4440),
    ("FR", "97400", "Saint-Denis", -20.8820, 55.4500), ("FR", "20250", "Corte", 42.3060, 9.1510),
    ("FR", "20250", "Casanova", 42.2580, 9.1740),
]  # fmt: skip


def reference(folder: Path, *more: tuple[str, str, str, float, float]) -> Path:
    file = folder / "reference.txt"
    lines = (
        "\t".join([country, code, name, *[""] * 6, str(lat), str(lon), "6"])
        for country, code, name, lat, lon in (*PLACES, *more)
    )
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def compared(file: Path, country: str, **moved: Point) -> Accuracy:
    """A country's shipped table beside the file, with some points of the table put elsewhere."""
    table = {postcode.code: postcode for postcode in all_postcodes(country)}
    for code, point in moved.items():
        table[code.strip("_")] = replace(table[code.strip("_")], point=point)
    lines = gazetteer.by_postcode(gazetteer.read(file).lines)
    return compare(country, table, lines[country])


def verdicts(accuracy: Accuracy) -> dict[str, str]:
    return {figure.key: figure.verdict for figure in accuracy.figures()}


@pytest.mark.parametrize("country", ["BE", "FR"])
def test_the_shipped_table_meets_every_demand_by_a_small_reference(country: str, tmp_path: Path) -> None:
    found = verdicts(compared(reference(tmp_path), country))

    assert set(found.values()) == {"met", ""}
    assert len(found) == 8


def test_a_table_with_a_shifted_point_fails(tmp_path: Path) -> None:
    accuracy = compared(reference(tmp_path), "BE", _6600=Point(50.3, 5.7153))

    found = verdicts(accuracy)
    assert found["be_middle_worst_km"] == found["be_middle_p99_km"] == "MISSED"
    assert found["be_middle_median_km"] == found["be_covered"] == "met"
    assert accuracy.misses[0].code == "6600"
    assert "6600 Bastogne" in list(accuracy.lines())[1]
    assert "33.3 km" in list(accuracy.lines())[1]


def test_a_table_that_is_a_little_off_everywhere_fails(tmp_path: Path) -> None:
    moved = {f"_{code}": Point(lat + 0.02, lon) for country, code, _, lat, lon in PLACES if country == "BE"}

    assert verdicts(compared(reference(tmp_path), "BE", **moved))["be_middle_median_km"] == "MISSED"


def test_a_postcode_that_the_table_lacks_is_counted_and_named(tmp_path: Path) -> None:
    accuracy = compared(reference(tmp_path, ("BE", "1001", "Nowhere", 50.85, 4.35)), "BE")

    assert verdicts(accuracy)["be_covered"] == "MISSED"
    assert accuracy.unknown == ("1001",)


def test_of_several_places_both_the_middle_and_the_nearest_count(tmp_path: Path) -> None:
    corte = next(miss for miss in compared(reference(tmp_path), "FR").misses if miss.code == "20250")

    assert corte.theirs == pytest.approx(Point(42.282, 9.1625))
    assert corte.nearest_km < corte.km


def test_a_share_of_values_is_the_smallest_that_covers_it() -> None:
    values = [float(value) for value in range(1, 101)]

    assert [quantile(values, share) for share in (0.5, 0.99, 1)] == [50, 99, 100]
    assert quantile([3.0], 0.5) == 3


def test_the_bench_prints_speed_memory_and_the_check(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bench", "geo", "--json", "--reference", str(reference(tmp_path))]
    done = subprocess.run(command, cwd=BASE_DIR, capture_output=True, text=True, timeout=120, check=False)

    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    assert (found["be_postcodes"], found["fr_postcodes"]) == (1149, 6193)
    assert found["fr_lookups_a_second"] > 10_000
    assert 1 < found["fr_tracemalloc_mb"] < 20
    assert found["shipped_kb"] <= 400
    assert "MISSED" not in done.stdout


def test_a_reference_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "odd.txt").write_text("no\ttable\n")
    command = [sys.executable, "-m", "bench", "geo", "--reference", str(tmp_path / "odd.txt")]
    done = subprocess.run(command, cwd=BASE_DIR, capture_output=True, text=True, timeout=120, check=False)

    assert done.returncode == 1
    assert "line 1: 2 columns" in done.stderr
