"""How many, when; and what the clock repairs."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from geo.points import Point
from letters.models import Letter
from matching import candidates, claims, clock, density, dispatch, endings, policy
from matching.models import Invitation, Outcome
from requests_app.lifecycle import IllegalMove
from requests_app.models import HelpRequest, Hold, Status
from tests import cast
from tests.cast import FLAGEY, NOON, invite
from volunteers import membership
from volunteers.models import Reach, Volunteer

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def crowd(count: int) -> list[Volunteer]:
    """So many volunteers, each a little farther north of Nadia."""
    return [
        cast.volunteer(at=Point(FLAGEY.lat + 0.0005 * number, FLAGEY.lon)) for number in range(1, count + 1)
    ]


def test_ten_are_asked_first_then_five_each_hour_and_a_letter_is_written_for_each(nadia: HelpRequest) -> None:
    people = crowd(18)

    counts = []
    for hour in range(4):
        clock.sweep(NOON + hour * HOUR)
        counts.append(nadia.invitations.count())

    assert counts == [10, 15, 18, 18]
    waves = nadia.invitations.order_by("pk").values_list("volunteer", "wave")
    assert [pk for pk, _wave in waves] == [each.pk for each in people]
    assert [wave for _pk, wave in waves] == [1] * 10 + [2] * 5 + [3] * 3
    assert Letter.objects.filter(kind="invitation").count() == 18


def test_between_two_waves_the_clock_sends_nothing(nadia: HelpRequest) -> None:
    crowd(12)

    dispatch.send_wave(nadia, NOON)
    nadia.refresh_from_db()

    assert dispatch.send_wave(nadia, NOON + HOUR - timedelta(seconds=1)) == 0
    assert dispatch.send_wave(nadia, NOON + HOUR) == 2


def test_a_wave_that_somebody_else_has_just_sent_is_not_sent_again(nadia: HelpRequest) -> None:
    crowd(20)
    stale = HelpRequest.objects.get(pk=nadia.pk)

    assert dispatch.send_wave(nadia, NOON) == 10
    assert dispatch.send_wave(stale, NOON) == 0

    assert Invitation.objects.count() == 10


def test_when_something_breaks_in_a_wave_it_is_due_as_before(
    nadia: HelpRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd(3)

    def broken(*_args: Any) -> None:
        raise RuntimeError("the search is ill")

    monkeypatch.setattr(candidates, "find", broken)
    with pytest.raises(RuntimeError):
        dispatch.send_wave(nadia, NOON)
    monkeypatch.undo()
    nadia.refresh_from_db()

    assert dispatch.send_wave(nadia, NOON) == 3


def test_no_request_sends_more_than_sixty_letters() -> None:
    assert [policy.current().wave_size(sent) for sent in (0, 10, 55, 58, 60, 70)] == [10, 5, 5, 2, 0, 0]


def test_one_request_that_breaks_does_not_keep_the_others_waiting(
    victor: Volunteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    poison, good = cast.help_request(), cast.help_request()
    find = candidates.find

    def sick(request: HelpRequest, *args: Any) -> Any:
        if request.pk == poison.pk:
            raise RuntimeError("poison")
        return find(request, *args)

    monkeypatch.setattr(candidates, "find", sick)
    clock.sweep(NOON)

    assert good.invitations.count() == 1


def test_the_clock_places_who_has_no_point_and_asks_in_the_same_minute() -> None:
    membership.register(sign_up := cast.sign_up(postcode="1050"), NOON)
    volunteer = membership.find_by_email(sign_up.email)
    assert volunteer
    membership.confirm(volunteer, NOON)
    request = cast.help_request(at=None)

    clock.sweep(NOON)

    request.refresh_from_db()
    assert (request.precision, request.source) == ("postcode", "postcodes")
    assert [each.volunteer for each in request.invitations.all()] == [volunteer]


def test_a_place_that_nobody_knows_waits_for_a_person_and_is_not_tried_each_minute() -> None:
    request = cast.help_request(at=None, postcode="0000")

    clock.sweep(NOON)
    request.refresh_from_db()
    assert (request.status, request.hold) == (Status.HELD, Hold.NO_PLACE)

    assert clock.sweep(NOON + HOUR)["requests_placed"] == 0


def test_a_pause_ends_by_the_clock(victor: Volunteer) -> None:
    membership.pause(victor, NOON + HOUR)
    assert not Reach.objects.filter(volunteer=victor, active=True).exists()

    clock.sweep(NOON + HOUR)

    victor.refresh_from_db()
    assert victor.paused_until is None
    assert Reach.objects.filter(volunteer=victor, active=True).exists()


def test_a_request_that_nobody_takes_ends_after_five_days_and_the_person_is_told() -> None:
    request = cast.help_request(email="nadia@example.org")

    clock.sweep(NOON + timedelta(days=5) - HOUR)
    request.refresh_from_db()
    assert request.status == Status.OPEN

    clock.sweep(NOON + timedelta(days=5))
    request.refresh_from_db()
    assert request.status == Status.EXPIRED
    assert Letter.objects.filter(kind="expired", subject=request.uuid).count() == 1


def test_cancelling_tells_who_was_on_it_and_ends_the_match(nadia: HelpRequest, victor: Volunteer) -> None:
    match = claims.claim(invite(nadia, [victor])[0], NOON)
    nadia.refresh_from_db()

    endings.cancel(nadia, by="requester", now=NOON)

    match.refresh_from_db()
    assert match.outcome == Outcome.ENDED
    assert Letter.objects.filter(kind="no_longer_needed", subject=match.uuid).count() == 1


def test_releasing_takes_it_from_a_silent_volunteer_and_asks_others(
    nadia: HelpRequest, victor: Volunteer
) -> None:
    match = claims.claim(invite(nadia, [victor])[0], NOON)
    nadia.refresh_from_db()

    endings.release(nadia, by="staff:1", now=NOON + HOUR)

    nadia.refresh_from_db()
    match.refresh_from_db()
    assert (nadia.status, nadia.next_wave_at) == (Status.OPEN, NOON + HOUR)
    assert match.outcome == Outcome.RELEASED


def test_releasing_from_hold_opens_and_writes_down_who_checked(nadia: HelpRequest, victor: Volunteer) -> None:
    claims.not_reached(claims.claim(invite(nadia, [victor])[0], NOON), "volunteer", NOON)
    nadia.refresh_from_db()

    endings.release(nadia, by="staff:7", now=NOON + HOUR)

    nadia.refresh_from_db()
    assert (nadia.status, nadia.hold, nadia.verified_by) == (Status.OPEN, "", "staff:7")


def test_what_is_open_and_free_cannot_be_released(nadia: HelpRequest) -> None:
    with pytest.raises(IllegalMove):
        endings.release(nadia, by="staff:1", now=NOON)


def test_who_leaves_gives_back_what_he_had(nadia: HelpRequest, victor: Volunteer) -> None:
    claims.claim(invite(nadia, [victor])[0], NOON)

    endings.volunteer_leaves(victor, NOON)

    nadia.refresh_from_db()
    assert (nadia.status, nadia.taken) == (Status.OPEN, 0)


def besides_the_search(queries: CaptureQueriesContext) -> list[str]:
    """What a wave asks the database, less the search's own rounds."""
    return [each["sql"] for each in queries.captured_queries if "volunteers_reach r" not in each["sql"]]


def test_a_wave_costs_the_same_few_queries_whatever_its_size(settings: Any) -> None:
    crowd(60)
    small, large = cast.help_request(), cast.help_request()
    density.census()  # once in an hour, by whoever searches first
    with CaptureQueriesContext(connection) as first:
        assert dispatch.send_wave(small, NOON) == 10
    settings.DISPATCH = {"first_wave": 45}
    with CaptureQueriesContext(connection) as second:
        assert dispatch.send_wave(large, NOON) == 45

    print(f"a wave: {len(besides_the_search(first))} queries besides {len(first)} in all")
    assert len(besides_the_search(first)) == len(besides_the_search(second)) <= 12
