"""`make bench ARGS=search`, small: what it prints, and that a wrong answer does not pass for a right one."""

import json
import subprocess
import sys
from typing import Any

import pytest

from bench import report
from bench.oracle import FILTERS, Oracle, Right, exact_km, is_right
from bench.population import Place, ask, populate
from geo.points import Point
from tests.run import BASE_DIR

pytestmark = pytest.mark.once

SMALL = ["--volunteers", "2000", "--points", "2", "--databases", "sqlite", "--json"]
# Four people 100 m apart, one of whom lives at the end of his own way, and nearly a twin of the second.
RIGHT = [
    Right(0.1, 1, True),
    Right(0.2, 2, True),
    Right(0.2004, 5, True),
    Right(0.3, 3, False),
    Right(0.4, 4, True),
]


def bench(*arguments: str) -> dict[str, Any]:
    """The bench in a process of its own; the JSON of its last line."""
    command = [sys.executable, "-m", "bench", "search", *SMALL, *arguments]
    done = subprocess.run(command, cwd=BASE_DIR, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def exact_shares(found: dict[str, Any], name: str) -> list[float]:
    return [row["exact_share"] for row in found["rows"] if row["name"] == name]


def test_the_last_line_is_json_and_every_answer_of_the_product_is_right() -> None:
    found = bench()

    assert found["volunteers"] == 2000
    assert {row["name"] for row in found["rows"]} <= {"covidsol", "kd_tree", "geopy_loop"}
    for row in found["rows"]:
        assert {"name", "database", "filter", "radius_km", "p50_ms", "p95_ms", "exact_share"} <= set(row)
        assert row["database"] == "sqlite"
        assert 0 < row["p50_ms"] <= row["p95_ms"]
    assert exact_shares(found, "covidsol") == [1.0] * len(FILTERS)
    assert exact_shares(found, "geopy_loop") == [1.0]
    assert found["ratios"]["sqlite_speedup_over_geopy_loop"] > 1
    assert found["ratios"]["sqlite_distance_error_m"] < 0.5


def test_a_planted_wrong_answer_is_counted() -> None:
    found = bench("--plant")

    # in French within 20 km there is somebody to leave out
    assert exact_shares(found, "covidsol")[1] < 1.0
    assert exact_shares(found, "geopy_loop") == [1.0]


@pytest.mark.parametrize(
    "answer",
    [
        [1, 2, 5, 4],
        [1, 5, 2, 4],  # half a metre is no difference
        [1, 2, 5, 3, 4],  # so is the end of somebody's way
    ],
)
def test_right_answers_pass(answer: list[int]) -> None:
    assert is_right(answer, RIGHT, count=10)


@pytest.mark.parametrize(
    "answer",
    [
        [],
        [1, 2, 5],  # one is missing
        [2, 5, 4],  # the nearest is missing
        [1, 4, 2, 5],  # not in order
        [1, 2, 5, 4, 6],  # one too many
        [1, 2, 2, 5, 4],  # one twice
    ],
)
def test_wrong_answers_do_not(answer: list[int]) -> None:
    assert not is_right(answer, RIGHT, count=10)


def test_a_full_answer_may_end_before_the_last_but_not_leave_out_a_nearer_one() -> None:
    assert is_right([1, 2], RIGHT, count=2)
    assert is_right([1, 5], RIGHT, count=2)
    assert not is_right([1, 4], RIGHT, count=2)
    assert not is_right([1, 2, 5], RIGHT, count=2)


def test_the_oracle_finds_who_a_plain_walk_over_everybody_finds() -> None:
    people = populate(400, seed=7)
    oracle, by = Oracle(people), FILTERS[1]
    for place in ask(5, seed=7):
        oracle.asked[place.pk] = {each.pk for each in oracle.nearest(place, by, 2)}

        found = [each.pk for each in oracle.nearest(place, by, 1000) if each.sure]

        assert found == plainly(oracle, place)


def plainly(oracle: Oracle, place: Place) -> list[int]:
    """Who may be asked in French within 20 km, nearest first, each rule in a line of its own."""
    people, found = oracle.people, []
    for i in range(len(people)):
        km = exact_km(place.point, Point(people.lat[i], people.lon[i]))
        may_be_asked = (
            people.active[i]
            and people.languages[i] & 1
            and people.kinds[i] & place.bit
            and km <= min(20, people.travel_km[i])
            and people.letters[i] < people.letters_per_week[i]
            and people.tasks[i] < 2
            and i + 1 not in oracle.asked[place.pk]
        )
        if may_be_asked:
            found.append((km, i + 1))
    return [pk for _, pk in sorted(found)]


def test_the_same_seed_makes_the_same_country() -> None:
    assert populate(50, seed=1) == populate(50, seed=1)
    assert populate(50, seed=1) != populate(50, seed=2)
    assert ask(5, seed=1) == ask(5, seed=1)


def test_the_rare_languages_are_as_rare_as_their_names_say() -> None:
    people = populate(20_000, seed=3)

    polish, ukrainian = (sum(1 for each in people.languages if each & bit) for bit in (16, 32))
    assert 150 < polish < 250
    assert 8 < ukrainian < 40


@pytest.mark.parametrize(
    ("value", "sign", "limit", "verdict"),
    [(1.4, "<=", 1.5, "met"), (1.6, "<=", 1.5, "MISSED"), (9, ">=", 8, "met"), (7, ">=", 8, "MISSED")],
)
def test_a_missed_demand_is_named(value: float, sign: str, limit: float, verdict: str) -> None:
    assert report.Figure("x", value, sign, limit).verdict == verdict
    assert report.Figure("x", value).verdict == ""
    assert verdict in "\n".join(report.table([report.Figure("x", value, sign, limit)]))
