"""Somebody may have asked before: the same phone, the same door, a name that sounds the same."""

import pytest
from django.utils import timezone

from callcentre import doubles
from callcentre.doubles import Why
from callcentre.models import Call
from matching import endings
from privacy.models import Event
from requests_app.models import HelpRequest
from tests import cast
from tests.callcentre.desk import NEW, Desk

pytestmark = pytest.mark.django_db
OTHER = "+3225127777"


def of(**changes: str) -> list[tuple[HelpRequest, Why]]:
    """What a new request of these facts resembles."""
    facts = {"postcode": "1030", "street": "Rue Gallait 12", "phone": OTHER, "name": "Paul Simon", **changes}
    return [(each.row, each.why) for each in doubles.find(cast.ask(**facts), "BE", cast.NOON)]


def test_a_live_request_of_the_same_phone_is_the_surest() -> None:
    row = cast.help_request(phone=OTHER, postcode="9000")

    assert of() == [(row, Why.PHONE)]


@pytest.mark.parametrize(
    "street", ["rue gallait 12", "R. Gallait, 12 bte 3", "12, Rue Gallait", "Rue  Gallait n° 12"]
)
def test_the_same_door_is_seen_however_it_is_written(street: str) -> None:
    row = cast.help_request(postcode="1030", street=street)

    assert of() == [(row, Why.ADDRESS)]


@pytest.mark.parametrize("street", ["Rue Gallait 14", "Rue Royale 12", "Rue Gallait"])
def test_the_neighbours_door_is_another(street: str) -> None:
    cast.help_request(postcode="1030", street=street)

    assert of() == []


@pytest.mark.parametrize("name", ["Zéphyrine Nadia", "NADIA ZEFIRINE", "Nadia Zephirine-"])
def test_a_name_that_sounds_the_same_in_one_postcode_is_shown(name: str) -> None:
    row = cast.help_request(postcode="1030", street="Rue Royale 1", name="Nadia Zephirine")

    assert of(name=name) == [(row, Why.NAME)]
    assert of(name=name, postcode="1050") == []


@pytest.mark.parametrize("name", ["Nadia Dupont", "Marie Zephirine", "Zoé Zephirine"])
def test_another_of_the_family_or_of_the_first_name_is_another_person(name: str) -> None:
    cast.help_request(postcode="1030", street="Rue Royale 1", name="Nadia Zephirine")

    assert of(name=name) == []


def test_what_has_ended_or_is_old_or_erased_is_no_double() -> None:
    ended, old, erased = (cast.help_request(postcode="1030", street="Rue Gallait 12") for _n in range(3))
    endings.cancel(ended, by="requester", now=cast.NOON)
    HelpRequest.objects.filter(pk=old.pk).update(created_at=cast.NOON - doubles.SINCE)
    HelpRequest.objects.filter(pk=erased.pk).update(erased_at=cast.NOON)

    assert of() == []


def test_a_double_is_shown_before_it_is_saved_and_saved_only_when_ticked() -> None:
    row = cast.help_request(
        now=timezone.now(), postcode="1030", street="Rue Gallait 12", phone=OTHER, name="Zoé Nonuple"
    )
    Event.objects.all().delete()
    desk = Desk("fr")
    desk.enter(phone="02 512 34 99", **NEW, consent="on")

    assert [each.row for each in desk.page.doubles] == [row]
    assert (desk.focus, HelpRequest.objects.count()) == ("anyway", 1)
    assert row.spoken_reference in desk.html
    assert "Nonuple" not in desk.html
    assert not Event.objects.filter(subject=row.uuid).exists()
    desk.enter()
    assert HelpRequest.objects.count() == 1
    desk.enter(anyway="on")
    assert HelpRequest.objects.count() == 2


def test_a_tick_is_for_what_was_seen_and_not_for_what_a_colleague_writes_meanwhile() -> None:
    cast.help_request(postcode="1030", street="Rue Gallait 12", phone=OTHER)
    desk, colleague = Desk("fr"), Desk("nl")
    desk.enter(phone="02 512 34 99", **NEW)
    colleague.enter(phone="02 512 34 99", **NEW)
    colleague.enter(anyway="on", consent="on")
    assert colleague.page.saved
    desk.enter(anyway="on", consent="on")

    assert (desk.page.saved, HelpRequest.objects.count(), Call.objects.count()) == (None, 2, 1)
    assert desk.page.doubles[0] == doubles.Double(colleague.page.saved, Why.PHONE)
    assert colleague.page.saved.spoken_reference in desk.html
