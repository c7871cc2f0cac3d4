"""Better coordinates move a row and its search rows; what nobody knows is held, told, and found again."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from geo import asking
from geo.geocoding import UNKNOWN_AGAIN
from geo.models import KnownAddress
from geo.office import PutForm
from geo.points import Place, Point
from letters.models import Letter
from letters.outbox import letter
from matching import clock, endings, moves
from outside.models import Peer
from requests_app import intake
from requests_app import letters as words
from requests_app.models import Channel, HelpRequest, Hold, Status
from tests import cast
from tests.cast import LEUVEN, NOON
from tests.geo import formats
from tests.geo.answers import HOUSE, STREET, schaerbeek
from tests.geo.stand_in import StandIn
from volunteers import reach, whereabouts
from volunteers.models import Reach, Volunteer

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def lost() -> HelpRequest:
    """A request whose postcode no table knows, as an import may bring it."""
    asked = cast.ask(street=STREET, email="nadia@example.org")
    row = intake.take_down(asked, channel=Channel.WEB, now=NOON)
    HelpRequest.objects.filter(pk=row.pk).update(postcode="0001")
    row.refresh_from_db()
    return row


def places(volunteer: Volunteer) -> set[tuple[float, float]]:
    return set(Reach.objects.filter(volunteer=volunteer).values_list("lat", "lon"))


def test_a_late_answer_moves_a_volunteer_and_his_search_rows(stand_in: StandIn) -> None:
    stand_in.status = 503
    victor = cast.volunteer(at=None, postcode="1030", street=STREET)
    clock.sweep(NOON)
    assert places(victor) == {(round(schaerbeek().point.lat, 3), round(schaerbeek().point.lon, 3))}

    stand_in.status = 200
    stand_in.answers(formats.nominatim())
    clock.sweep(NOON + timedelta(hours=1))

    victor.refresh_from_db()
    assert (victor.point, victor.precision) == (HOUSE, "house")
    assert places(victor) == {tuple(HOUSE)}


def test_a_row_and_its_search_rows_move_together_or_not_at_all(
    stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in.answers(formats.nominatim())
    victor = cast.volunteer(at=LEUVEN, postcode="1030", street=STREET)
    Volunteer.objects.update(precision="postcode")
    victor.refresh_from_db()

    def broken(_volunteer: Volunteer) -> list[Reach]:
        raise RuntimeError

    monkeypatch.setattr(reach, "rows", broken)
    with pytest.raises(RuntimeError):
        whereabouts.place(victor, NOON)

    victor.refresh_from_db()
    assert victor.point == LEUVEN
    assert places(victor) == {tuple(LEUVEN)}


def test_a_late_answer_moves_a_request_and_whom_the_next_letters_go_to(stand_in: StandIn) -> None:
    stand_in.status = 503
    row = cast.help_request(at=None, postcode="1030", street=STREET)
    near = cast.volunteer(at=Point(50.862, 4.370), travel_km=1)
    clock.sweep(NOON)

    stand_in.status = 200
    stand_in.answers(formats.nominatim())
    clock.sweep(NOON + timedelta(hours=1))

    row.refresh_from_db()
    assert (row.point, row.precision) == (HOUSE, "house")
    assert [each.volunteer for each in row.invitations.all()] == [near]


def test_while_others_ask_a_request_goes_on_by_postcode_and_is_looked_up_with_the_next_sweep(
    stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "PATIENCE", 0.0)
    stand_in.answers(formats.nominatim())
    busy = Peer.objects.create(pk="geocoder:nominatim", free_at=timezone.now() + timedelta(seconds=9))
    row = cast.help_request(at=None, postcode="1030", street=STREET)

    clock.sweep(NOON)
    row.refresh_from_db()
    assert (row.precision, row.look_again_at, row.failed_looks) == ("postcode", NOON, 0)
    assert stand_in.told == []

    busy.delete()
    clock.sweep(NOON + timedelta(minutes=1))
    row.refresh_from_db()
    assert row.precision == "house"


def test_nobody_is_told_that_his_place_is_not_found_before_anybody_was_asked(
    stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, volunteer = lost(), cast.volunteer(at=None, postcode="0001", street=STREET)

    with monkeypatch.context() as in_a_hurry:
        in_a_hurry.setattr(clock, "PLACING_SECONDS", -1.0)
        in_a_hurry.setattr(clock, "OF_THESE_FOR_VOLUNTEERS", -1.0)
        clock.sweep(NOON)
    row.refresh_from_db()
    volunteer.refresh_from_db()
    assert (row.status, row.looked_at, volunteer.is_nowhere, stand_in.told) == ("open", None, False, [])

    clock.sweep(NOON)
    row.refresh_from_db()
    assert (row.status, len(stand_in.told)) == ("held", 1), "one question for both"


def test_a_place_that_nobody_knows_is_held_and_the_person_told_once() -> None:
    row = lost()
    for day in range(4):
        clock.sweep(NOON + day * DAY)

    row.refresh_from_db()
    assert (row.status, row.hold, row.point, row.looked_at) == ("held", Hold.NO_PLACE, None, NOON + 3 * DAY)
    assert row.look_again_at == NOON + 3 * DAY + UNKNOWN_AGAIN
    assert list(HelpRequest.objects.not_found()) == [row]
    told = Letter.objects.filter(kind="place_not_found")
    assert told.count() == 1
    message = words.place_not_found(row.uuid)
    assert message
    assert message.to == "nadia@example.org"


def test_a_place_that_is_found_after_all_is_open_again_and_the_letter_has_nothing_more_to_say(
    stand_in: StandIn,
) -> None:
    row, near = lost(), cast.volunteer(at=HOUSE)
    clock.sweep(NOON)
    stand_in.answers(formats.nominatim(postcode="0001"))
    KnownAddress.objects.all().delete()

    clock.sweep(NOON + DAY)

    row.refresh_from_db()
    assert (row.status, row.hold, row.point) == ("open", "", HOUSE)
    assert row.verified_by == ""
    assert [each.volunteer for each in row.invitations.all()] == [near]
    assert words.place_not_found(row.uuid) is None


def test_a_process_that_dies_between_finding_and_opening_leaves_nobody_behind() -> None:
    row = lost()
    clock.sweep(NOON)
    HelpRequest.objects.update(lat=50.8, lon=4.3, located_at=NOON, precision="house")

    clock.sweep(NOON + timedelta(minutes=1))

    row.refresh_from_db()
    assert (row.status, row.hold) == ("open", "")


def test_what_waits_for_a_check_keeps_its_reason_and_is_held_for_its_place_later(settings: Any) -> None:
    settings.HOLD_WEB_REQUESTS = True
    row = lost()
    clock.sweep(NOON)
    row.refresh_from_db()
    assert (row.status, row.hold) == ("held", Hold.UNCHECKED)
    assert list(HelpRequest.objects.not_found()) == [row]

    endings.release(row, by="staff:1", now=NOON)
    clock.sweep(NOON + timedelta(minutes=1))

    row.refresh_from_db()
    assert (row.status, row.hold, row.verified_by) == ("held", Hold.NO_PLACE, "staff:1")


def test_a_point_that_a_person_gave_is_not_looked_up_again(stand_in: StandIn) -> None:
    row = lost()
    clock.sweep(NOON)
    asked = len(stand_in.told)

    moves.put_at(row, Place(LEUVEN, "municipality", "office"), by="staff:1", now=NOON)
    clock.sweep(NOON + DAY)

    row.refresh_from_db()
    assert (row.status, row.point, row.source, row.postcode) == ("open", LEUVEN, "office", "0001")
    assert len(stand_in.told) == asked


def test_a_country_without_a_table_goes_by_its_geocoder_or_by_hand(asks: Any, settings: Any) -> None:
    settings.COUNTRY = "LU"
    (pelias,) = asks("pelias", country="LU")
    pelias.answers(formats.pelias(49.611, 6.132, "L-1136"), about="Place d'Armes")
    known, lost_one = (
        cast.help_request(at=None, postcode="L-1136", street=street)
        for street in ("1, Place d'Armes", "1, Rue Inconnue")
    )
    clock.sweep(NOON)

    known.refresh_from_db()
    lost_one.refresh_from_db()
    assert (known.status, known.precision, known.source) == ("open", "house", "pelias")
    assert (lost_one.status, lost_one.hold) == ("held", Hold.NO_PLACE)
    form = PutForm({"near": "BE 6700"}, country="LU")
    assert form.is_valid()
    moves.put_at(lost_one, form.place, by="staff:1", now=NOON)
    lost_one.refresh_from_db()
    assert (lost_one.status, lost_one.source, lost_one.country) == ("open", "office", "LU")


def test_no_letter_is_written_to_who_gave_no_address() -> None:
    row = lost()
    HelpRequest.objects.update(email="")
    row.refresh_from_db()

    clock.sweep(NOON)

    assert not Letter.objects.filter(kind="place_not_found").exists()
    assert words.place_not_found(row.uuid) is None
    assert letter("place_not_found", row.uuid, now=NOON).priority > 0
    assert HelpRequest.objects.get().status == Status.HELD


def test_volunteers_that_nobody_can_place_do_not_stand_in_the_way_of_others() -> None:
    lost_ones = [cast.volunteer(at=None, postcode="0001") for _number in range(6)]
    last = cast.volunteer(at=None, postcode="1030")

    clock.sweep(NOON)
    assert clock.sweep(NOON)["volunteers_placed"] == 0

    last.refresh_from_db()
    assert last.located_at == NOON
    assert set(Volunteer.objects.not_found()) == set(lost_ones)
