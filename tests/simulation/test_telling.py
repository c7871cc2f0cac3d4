"""How the figures are told: table, object, bar and picture."""

import json
from math import inf, nan
from xml.etree import ElementTree

import pytest

from simulation import plot, report
from simulation.figures import Estimate
from simulation.policies import CONTENDERS, OURS

pytestmark = pytest.mark.once

NAMES = [line.name for line in report.LINES]
RESULTS = {
    "covidsol": {name: Estimate(0.985, 0.002) for name in NAMES}
    | {"letters_per_request": Estimate(28.0, 0.2)},
    "within_10_km": {name: Estimate(0.871, None) for name in NAMES}
    | {
        "letters_per_request": Estimate(107.0, None),
        "p90_hours": Estimate(inf, None),
        "rural_in_time": Estimate(nan, None),
    },
}
SVG = "{http://www.w3.org/2000/svg}"


def drawn() -> ElementTree.Element:
    """The picture of the results, parsed."""
    return ElementTree.fromstring(plot.picture(RESULTS))  # noqa: S314 - we have written it ourselves


def test_the_table_has_a_column_for_each_policy_and_a_line_for_each_figure() -> None:
    head, *lines = report.table(RESULTS).splitlines()

    assert head.split() == ["covidsol", "within_10_km"]
    assert len(lines) == len(NAMES)
    in_time, letters = lines[0], lines[NAMES.index("letters_per_request")]
    assert in_time.split()[-6:] == ["98.5", "±", "0.2", "%", "87.1", "%"]
    assert letters.split()[-4:] == ["28.0", "±", "0.2", "107.0"]
    assert lines[NAMES.index("p90_hours")].endswith("never")
    assert lines[NAMES.index("rural_in_time")].endswith("–")
    assert len({len(line) for line in (head, *lines)}) == 1


def test_the_object_says_null_for_never_and_is_json() -> None:
    told = json.loads(json.dumps(report.as_object(RESULTS), allow_nan=False))

    assert told["policies"]["covidsol"]["matched_in_time"] == 0.985
    assert told["policies"]["within_10_km"]["p90_hours"] is None
    assert told["policies"]["within_10_km"]["rural_in_time"] is None
    assert told["plus_minus"]["covidsol"]["letters_per_request"] == 0.2


def test_the_bar_grows() -> None:
    assert report.bar(0) == f"\r[{'.' * 40}]   0%"
    assert report.bar(0.5) == f"\r[{'#' * 20}{'.' * 20}]  50%"
    assert report.bar(1).endswith("100%")


def test_every_policy_has_a_title() -> None:
    assert OURS.title in report.titles(list(CONTENDERS.values()))
    assert len({each.title for each in CONTENDERS.values()}) == len(CONTENDERS)


def test_the_picture_is_well_formed_and_says_in_words_what_it_shows() -> None:
    root = drawn()
    found = {each.get("id"): each.text for each in root if each.get("id")}

    assert root.get("role") == "img"
    assert (root.get("aria-labelledby") or "").split() == list(found)
    assert "28.0 letters a request, 98.5% in time" in (found["desc"] or "")
    texts = [each.text for each in root.iter(f"{SVG}text")]
    assert {CONTENDERS[name].title for name in RESULTS} <= set(texts)


def test_points_lie_within_the_axes_and_ours_is_green() -> None:
    root = drawn()
    ours, other = root.iter(f"{SVG}circle")

    assert (ours.get("fill"), other.get("fill")) == (plot.DOOR, plot.WARM)
    assert plot.LEFT < float(ours.get("cx") or 0) < float(other.get("cx") or 0) <= plot.WIDTH - plot.RIGHT
    assert plot.TOP <= float(ours.get("cy") or 0) < float(other.get("cy") or 0) <= plot.HEIGHT - plot.BOTTOM


def test_an_axis_has_round_numbers() -> None:
    axis = plot.scale(0, 107, 0, 100)

    assert axis.ticks() == [0, 50, 100, 150]
    assert axis.at(75) == 50
    assert [round(tick, 2) for tick in plot.scale(0.71, 1, 0, 1).ticks()] == [0.7, 0.8, 0.9, 1.0]
