"""Many addresses seen, few tasks done: who is shown for it, who is not, and until when."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from matching import claims, endings, mydata, watch
from matching.models import Match, Outcome
from tests import cast
from tests.cast import NOON, invite
from tests.matching.reporting import DAY
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
D, G, N, L, R, E, Z, B = (
    Outcome.DONE, Outcome.GIVEN_BACK, Outcome.NOT_REACHED, Outcome.LAPSED, Outcome.RELEASED, Outcome.ENDED,
    Outcome.LIVE, Outcome.NOBODY_CAME,
)  # fmt: skip
NOW = NOON + 10 * DAY


def took_on(volunteer: Volunteer, *outcomes: Outcome, at: Any = NOON) -> None:
    """He has said yes so often, and this became of it a day later."""
    for each in outcomes:
        asked = invite(cast.help_request(), [volunteer])[0]
        match = claims.claim(asked, at)
        Match.objects.filter(pk=match.pk).update(outcome=each, ended_at=None if each == Z else at + DAY)
        at += DAY / 2


@pytest.mark.parametrize(
    "outcomes", [(G, G, G), (G, N, L), (R, B, G), (D, G, G, N), (D, G, G, G, Z), (G, G, G, E)]
)
def test_who_sees_many_and_does_few_is_shown(victor: Volunteer, outcomes: tuple[Outcome, ...]) -> None:
    took_on(victor, *outcomes)

    assert [each.pk for each in watch.watched(NOW)] == [victor.pk]


@pytest.mark.parametrize(
    "outcomes", [(), (G, G), (D, G, G), (D, D, G, G, G), (G, G, Z), (G, G, E, E), (D, D, D)]
)
def test_who_does_his_share_or_is_still_on_it_is_not(
    victor: Volunteer, outcomes: tuple[Outcome, ...]
) -> None:
    took_on(victor, *outcomes)

    assert not watch.watched(NOW).exists()
    assert watch.reason(victor, NOW) == []


def test_the_reason_counts_how_each_ended_and_not_what_he_is_on(victor: Volunteer) -> None:
    took_on(victor, D, G, G, G, Z)
    translation.activate("en")

    assert watch.reason(victor, NOW) == [("addresses seen", 4), ("done", 1), ("given back", 3)]


def test_what_is_older_than_a_fortnight_does_not_count(victor: Volunteer) -> None:
    took_on(victor, G, G, G)
    last = NOON + DAY + 2 * DAY / 2

    assert vars(watch.watched(NOON + 14 * DAY - timedelta(seconds=1)).get())["caused_at"] == last
    assert not watch.watched(NOON + 14 * DAY).exists()


@pytest.mark.parametrize("changed", [{"watch_seen": 5}, {"watch_days": 5}, {"watch_one_in": 4}])
def test_the_numbers_are_settings(victor: Volunteer, settings: Any, changed: dict[str, int]) -> None:
    took_on(victor, D, G, G, G)
    assert watch.watched(NOW).exists()

    settings.DISPATCH = changed

    assert not watch.watched(NOW).exists()


def test_looked_into_he_is_shown_again_only_for_new_cause(victor: Volunteer) -> None:
    took_on(victor, G, G, G)
    live = claims.claim(invite(cast.help_request(), [victor])[0], NOON + 2 * DAY)

    watch.nothing_in_it(victor, by="staff:1", now=NOON + 3 * DAY)
    watch.nothing_in_it(victor, by="staff:1", now=NOON + 3 * DAY)
    assert not watch.watched(NOW).exists()
    assert "watch.nothing" not in str(mydata.of(victor)["diary"])

    claims.give_back(live, G, "volunteer", NOON + 4 * DAY)
    took_on(victor, G, at=NOON + 5 * DAY)
    assert not watch.watched(NOW).exists(), "two are not many"
    took_on(victor, G, at=NOON + 6 * DAY)
    assert watch.watched(NOW).exists()


def test_who_is_blocked_or_has_left_is_shown_no_more(victor: Volunteer, wim: Volunteer) -> None:
    took_on(victor, G, G, G)
    took_on(wim, G, G, G)
    assert watch.watched(NOW).count() == 2

    endings.block_volunteer(victor, by="staff:1", now=NOW)
    endings.volunteer_leaves(wim, NOW)

    assert not watch.watched(NOW).exists()


def test_the_queue_is_counted_in_one_query(victor: Volunteer, django_assert_num_queries: Any) -> None:
    took_on(victor, G, G, G)

    with django_assert_num_queries(1):
        assert len(watch.watched(NOW)) == 1
