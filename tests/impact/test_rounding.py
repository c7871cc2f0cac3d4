"""Controlled rounding: what is published adds up, follows the truth, and gives nobody away."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impact.rounding import BASE, floor, follow
from tests.impact.attack import History, found_out, histories

Truth = dict[str, int]
gains = st.lists(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 12), max_size=8), max_size=9)


def grown(steps: list[Truth]) -> list[Truth]:
    """The counts after each step."""
    counts: Truth = {}
    told = []
    for step in steps:
        counts = {name: counts.get(name, 0) + step.get(name, 0) for name in {*counts, *step}}
        told.append(counts)
    return told


def published(truths: list[Truth], most: list[Truth] | None = None) -> list[Truth]:
    """What is shown after each step."""
    shown: Truth = {}
    told = []
    for number, truth in enumerate(truths):
        shown = follow(shown, truth, most[number] if most else None)
        told.append(shown)
    return told


@given(gains)
def test_parts_add_up_to_the_total_and_never_fall(steps: list[Truth]) -> None:
    truths = grown(steps)
    before: Truth = {}
    for truth, shown in zip(truths, published(truths), strict=True):
        assert sum(shown.values()) == floor(sum(truth.values()))
        assert all(number % BASE == 0 for number in shown.values())
        assert all(shown.get(name, 0) >= number for name, number in before.items())
        before = shown


@given(gains, st.data())
def test_the_truth_may_be_what_was_published_and_up_to_four_more_anywhere(
    steps: list[Truth], data: st.DataObject
) -> None:
    """The proof that each number and each difference has five values: five truths look the same."""
    told = published(grown(steps))
    if not told:
        return
    name, since = data.draw(st.sampled_from("abcdefgh")), data.draw(st.integers(0, len(told) - 1))
    for more in range(BASE):
        other = [
            {**shown, name: shown.get(name, 0) + (more if time >= since else 0)}
            for time, shown in enumerate(told)
        ]
        assert published(other) == told


@given(gains, gains, st.data())
def test_a_part_of_a_part_hides_as_well(wide: list[Truth], narrow: list[Truth], data: st.DataObject) -> None:
    """Matched among requests: both tables are open, and nobody is matched who has not asked."""
    asked = grown(wide)
    found = [
        {name: min(number, all_of_them.get(name, 0)) for name, number in some.items()}
        for some, all_of_them in zip(grown(narrow), asked, strict=False)
    ]
    asked = asked[: len(found)]
    caps = published(asked)
    told = published(found, caps)
    assert all(shown.get(n, 0) <= cap.get(n, 0) for shown, cap in zip(told, caps, strict=True) for n in shown)
    if not told:
        return
    name, since = data.draw(st.sampled_from("abcdefgh")), data.draw(st.integers(0, len(told) - 1))
    for more in range(BASE):
        inner, outer = (
            [
                {**shown, name: shown.get(name, 0) + (more if time >= since else 0)}
                for time, shown in enumerate(history)
            ]
            for history in (told, caps)
        )
        assert published(outer) == caps
        assert published(inner, published(outer)) == told


@pytest.mark.once
def test_whoever_tries_every_truth_learns_no_small_number() -> None:
    three_areas, two_times = list(histories(3, 1, 9)), list(histories(2, 2, 6))

    assert found_out(three_areas, as_we_do) == []
    assert found_out(two_times, as_we_do) == []
    assert len(three_areas) == 1000


def as_we_do(history: History) -> object:
    """What the page shows of a history."""
    told = published([dict(zip("abc", table, strict=False)) for table in history])
    return tuple(tuple(shown.items()) for shown in told)


def hide_the_small(history: History) -> object:
    """What many pages do: totals as they are, numbers under five left out."""
    return tuple((sum(table), *(None if 0 < n < 5 else n for n in table)) for table in history)


def round_each_by_itself(history: History) -> object:
    """What some pages do: each number to the nearest five, the total too."""
    return tuple(tuple(5 * round(n / 5) for n in (sum(table), *table)) for table in history)


@pytest.mark.once
@pytest.mark.parametrize("method", [hide_the_small, round_each_by_itself])
def test_what_others_do_is_found_out(method: object) -> None:
    assert callable(method)

    assert len(found_out(list(histories(3, 1, 9)), method)) > 2
    assert found_out(list(histories(2, 2, 6)), method)


@pytest.mark.once
def test_a_whole_country_stays_near_the_truth() -> None:
    chance = random.Random(1)
    sizes = [chance.paretovariate(1.2) for _area in range(120)]
    truth: Truth = {}
    shown: Truth = {}
    for _day in range(200):
        for area in chance.choices(range(120), sizes, k=30):
            truth[f"{area}"] = truth.get(f"{area}", 0) + 1
        shown = follow(shown, truth)

    off = [abs(number - shown.get(name, 0)) for name, number in truth.items()]
    assert sum(truth.values()) - sum(shown.values()) < BASE
    assert max(off) < 2 * BASE
    assert sum(off) / len(off) < BASE / 2


def test_what_goes_down_stays_as_it_was() -> None:
    shown = follow({}, {"a": 10, "b": 7})

    assert shown == {"a": 10, "b": 5}
    assert follow(shown, {"a": 3, "b": 8}) == shown
    assert follow(shown, {"a": 3, "b": 18}) == {"a": 10, "b": 10}
