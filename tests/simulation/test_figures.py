"""The figures, on outcomes written by hand."""

from math import inf, isnan, nan

import pytest

from simulation.figures import (
    Estimate,
    RequestOutcome,
    VolunteerOutcome,
    estimate,
    estimates,
    figures,
    gini,
    quantile,
)

pytestmark = pytest.mark.once


def outcome(hours: float, way: str = "letter", **changes: bool) -> RequestOutcome:
    """One request with ten letters."""
    facts = {"urgent": False, "is_rural": False, "is_done": True, "was_on_call_list": False, **changes}
    return RequestOutcome(hours=hours, way=way if hours < inf else "", letters=10, **facts)


REQUESTS = [
    outcome(1),
    outcome(47, is_rural=True),
    outcome(48.5, "phone", was_on_call_list=True),
    outcome(7, "page", urgent=True),
    outcome(9, "phone", urgent=True, was_on_call_list=True, is_done=False),
    outcome(inf, is_rural=True, is_done=False),
]
VOLUNTEERS = [
    VolunteerOutcome((0, 3), 2, has_left=False),
    VolunteerOutcome((1, 9), 0, has_left=True),
    VolunteerOutcome((0,), 0, has_left=False),
    VolunteerOutcome((), 0, has_left=False),
]


def test_requests_are_counted() -> None:
    found = figures(REQUESTS, VOLUNTEERS)

    assert found["matched_in_time"] == pytest.approx(3 / 6)
    assert found["urgent_in_time"] == pytest.approx(1 / 2)
    assert found["rural_in_time"] == pytest.approx(1 / 2)
    assert found["matched"] == pytest.approx(5 / 6)
    assert found["done"] == pytest.approx(4 / 6)
    ways = [found[f"matched_by_{way}"] for way in ("letter", "page", "phone")]
    assert ways == pytest.approx([2 / 6, 1 / 6, 2 / 6])
    assert sum(ways) == pytest.approx(found["matched"])
    assert found["call_list"] == pytest.approx(2 / 6)
    assert (found["letters_per_request"], found["letters_per_match"]) == (10, 12)


def test_who_is_never_matched_waits_for_ever() -> None:
    found = figures(REQUESTS, VOLUNTEERS)

    assert found["median_hours"] == 9
    assert found["p90_hours"] == inf


def test_volunteers_are_counted() -> None:
    found = figures(REQUESTS, VOLUNTEERS)

    assert found["letters_p99_per_volunteer_week"] == 9
    assert found["unsubscribed"] == 0.25
    assert (found["helped"], found["most_tasks"]) == (0.25, 2)
    assert found["gini"] == 0.75


def test_a_world_in_which_nothing_happens_has_figures_too() -> None:
    found = figures([], [])

    assert isnan(found["matched_in_time"])
    assert (found["median_hours"], found["gini"]) == (0, 0)
    assert found["letters_per_match"] == inf


@pytest.mark.parametrize(
    ("values", "q", "expected"),
    [
        ([3, 1, 2], 0.5, 2),
        ([1, 2, 3, 4], 0.5, 2),
        (range(1, 101), 0.9, 90),
        ([5], 0.01, 5),
        ([1, inf], 0.99, inf),
    ],
)
def test_a_quantile_is_one_of_the_values(values: list[float], q: float, expected: float) -> None:
    assert quantile(values, q) == expected


def test_gini_tells_even_from_uneven() -> None:
    assert gini([2, 2, 2, 2]) == pytest.approx(0)
    assert gini([0, 0, 0, 1]) == pytest.approx(0.75)
    assert gini([0, 0]) == 0
    assert gini([1, 3]) == pytest.approx(0.25)


def test_an_interval_is_students() -> None:
    assert estimate([1.0]) == Estimate(1.0, None)
    assert estimate([1.0, inf]) == Estimate(inf, None)
    assert estimate([1.0, nan]).plus_minus is None
    mean, plus_minus = estimate([1.0, 2.0, 3.0])
    assert mean == 2
    assert plus_minus == pytest.approx(4.303 / 3**0.5)
    many = estimate([0.0, 1.0] * 50).plus_minus
    assert many == pytest.approx(1.984 * 0.50252 / 10, rel=0.002)  # 99 degrees of freedom


def test_estimates_go_figure_by_figure() -> None:
    found = estimates([{"a": 1, "b": inf}, {"a": 3, "b": 1}])

    assert found == {"a": estimate([1, 3]), "b": Estimate(inf, None)}
