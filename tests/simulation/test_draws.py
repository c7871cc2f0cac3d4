"""Fixed dice."""

from statistics import fmean, stdev

import pytest

from simulation.draws import dice, normal, uniform

pytestmark = pytest.mark.once


def test_a_die_shows_the_same_number_whenever_it_is_thrown() -> None:
    first = uniform(1, "reads", 2, 3, "invitation")
    uniform(1, "reads", 2, 4, "invitation")

    assert uniform(1, "reads", 2, 3, "invitation") == first
    assert uniform(2, "reads", 2, 3, "invitation") != first
    assert uniform(1, "yes", 2, 3, "invitation") != first
    assert uniform(1, "reads", 23, "invitation") != uniform(1, "reads", 2, 3, "invitation")


def test_a_die_is_known_so_that_figures_of_different_machines_can_be_compared() -> None:
    assert round(uniform(1, "known"), 6) == 0.516294


def test_dice_are_even_and_never_show_an_end() -> None:
    thrown = [uniform(1, "even", number) for number in range(20_000)]

    assert 0 < min(thrown) < 0.001
    assert 0.999 < max(thrown) < 1
    assert abs(fmean(thrown) - 0.5) < 0.01
    assert abs(stdev(thrown) - 12**-0.5) < 0.01


def test_normal_dice_are_normal() -> None:
    thrown = [normal(1, "bell", number) for number in range(20_000)]

    assert abs(fmean(thrown)) < 0.02
    assert abs(stdev(thrown) - 1) < 0.02
    assert abs(sum(each > 1.96 for each in thrown) / 20_000 - 0.025) < 0.004


def test_dice_for_one_thing_begin_anew_each_time() -> None:
    assert [dice(1, "person", 7).random() for _again in range(2)] == [dice(1, "person", 7).random()] * 2
    assert dice(1, "person", 7).random() != dice(1, "person", 8).random()
