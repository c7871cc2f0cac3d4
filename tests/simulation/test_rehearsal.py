"""The event loop on the product's own code and tables, in worlds of a few people."""

from collections import Counter
from datetime import datetime
from math import isnan
from typing import Any

import pytest
from django.db import transaction

from letters.models import Letter
from letters.models import Status as LetterStatus
from matching import dispatch
from matching.models import Invitation, Match, Way
from requests_app.models import ENDED, HelpRequest, Status
from simulation import behaviour, hours
from simulation.house import HouseFailed
from simulation.people import Scenario
from simulation.policies import OURS, Contender
from simulation.rehearsal import Rehearsal
from simulation.world import World
from volunteers.models import Status as VolunteerStatus
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
HAMLET = Scenario(volunteers=80, requests=6, days=5, only_brussels=True)
NOBODY_RINGS = Contender("silent", "nobody rings", rings=False)


def play(contender: Contender = OURS, number: int = 1) -> tuple[World, dict[str, float]]:
    """A hamlet in Brussels after its last day, and its figures."""
    world = World(number, HAMLET)
    return world, Rehearsal(world, contender).run()


def test_the_figures_are_those_of_the_products_own_rows() -> None:
    world, figures = play()
    asked = Invitation.objects.filter(way=Way.LETTER)

    assert HelpRequest.objects.count() == 6
    assert Volunteer.objects.exclude(status=VolunteerStatus.UNCONFIRMED).count() == 80
    assert all(row.status in ENDED for row in HelpRequest.objects.all())
    matched = set(Match.objects.values_list("help_request", flat=True))
    assert figures["matched"] == pytest.approx(len(matched) / 6)
    assert figures["done"] == pytest.approx(HelpRequest.objects.filter(status=Status.DONE).count() / 6)
    again = Letter.objects.filter(kind="free_again").count()
    assert figures["letters_per_request"] == pytest.approx((asked.count() + again) / 6)
    assert sum(person.tasks for person in world.people) == Match.objects.count()
    assert not Letter.objects.filter(kind="invitation", status=LetterStatus.PENDING).exists()


def test_letters_to_wrong_addresses_are_refused() -> None:
    world, _figures = play()
    failed = set(Letter.objects.filter(status=LetterStatus.FAILED).values_list("subject", flat=True))
    asked = Invitation.objects.filter(way=Way.LETTER).values_list("uuid", "volunteer__email")
    bouncing = {f"volunteer{person.number}@example.org" for person in world.people if person.bounces}

    assert {uuid for uuid, _email in asked if uuid in failed}
    assert failed == {uuid for uuid, email in asked if email in bouncing}


def test_a_world_goes_the_same_way_whenever_it_is_played() -> None:
    found = []
    for _again in range(2):
        with transaction.atomic():
            found.append(play(number=2)[1])
            transaction.set_rollback(True)

    assert found[0] == found[1]
    assert not Volunteer.objects.exists()


def test_everything_happens_at_the_hour_of_the_world_and_no_letter_before_somebody_has_come() -> None:
    world, _figures = play()
    start, comes = hours.moment(0, 0), {person.number: person.comes for person in world.people}
    numbers = dict(zip(Volunteer.objects.order_by("pk").values_list("pk", flat=True), comes, strict=True))

    for row in Invitation.objects.all():
        assert row.asked_at >= comes[numbers[row.volunteer_id]] > start
    assert all(row.claimed_at > row.help_request.created_at > start for row in Match.objects.all())


def test_letters_tire_those_who_get_them() -> None:
    world, _figures = play()
    by_person = Counter(Invitation.objects.filter(way=Way.LETTER).values_list("volunteer__email", flat=True))

    assert by_person
    for person in world.people:
        assert len(person.letters) >= by_person.get(f"volunteer{person.number}@example.org", 0)


def test_without_letters_people_ring_by_day_and_only_so_often(settings: Any) -> None:
    settings.DISPATCH = {"max_letters": 0, "openings": 0}
    _world, figures = play()
    rung = Invitation.objects.exclude(rung_at=None)

    assert figures["letters_per_request"] == 0
    assert figures["call_list"] == 1
    assert figures["matched_by_phone"] == figures["matched"] > 0
    assert all(8 <= _hour(row.rung_at) < 20 for row in rung)
    calls = Counter(rung.filter(help_request__status=Status.EXPIRED).values_list("help_request", flat=True))
    assert max(calls.values(), default=0) <= behaviour.ROUNDS * behaviour.CALLS_IN_A_ROUND


def _hour(at: datetime | None) -> int:
    assert at
    return at.astimezone(hours.ZONE).hour


def test_where_nobody_rings_the_call_list_stays_where_it_is(settings: Any) -> None:
    settings.DISPATCH = {"max_letters": 0, "openings": 0}
    _world, figures = play(NOBODY_RINGS)

    assert isnan(figures["call_list"])
    assert figures["matched"] == 0
    assert not HelpRequest.objects.filter(handed_over_at=None).exists()
    assert set(HelpRequest.objects.values_list("status", flat=True)) == {Status.EXPIRED}


def test_newcomers_find_what_is_open_on_their_page(settings: Any) -> None:
    settings.DISPATCH = {"max_letters": 0}
    _world, figures = play(NOBODY_RINGS)

    assert figures["matched_by_page"] == figures["matched"] > 0
    assert {match.invitation.way for match in Match.objects.all() if match.invitation} == {Way.PAGE}


def test_a_policy_may_overrule_how_many_letters_people_wish() -> None:
    play(Contender("loud", "no week has an end", letters_per_week=99))

    assert set(Volunteer.objects.values_list("letters_per_week", flat=True)) == {99}


def test_an_error_that_the_product_only_logs_ends_the_world(monkeypatch: pytest.MonkeyPatch) -> None:
    def send_wave(row: HelpRequest, now: datetime) -> None:
        if now > row.created_at:
            raise ZeroDivisionError

    monkeypatch.setattr(dispatch, "send_wave", send_wave)

    with pytest.raises(HouseFailed, match="ZeroDivisionError"):
        play()


def test_the_days_are_told_while_they_pass() -> None:
    heard: list[int] = []
    Rehearsal(World(1, HAMLET), OURS).run(heard.append)

    assert heard == [0, 1, 2, 3, 4]
