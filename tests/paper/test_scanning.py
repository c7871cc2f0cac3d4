"""From the poster to the claim: known or new, nothing of the person before, nothing told of who is known."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from letters import send
from letters.models import Letter
from matching import claims
from matching.models import Invitation, Match, Way
from paper import codes, joining
from paper.models import Arrival
from requests_app.models import HelpRequest, Status
from tests import cast
from tests.cast import NOON
from tests.paper.conftest import PAGE, TICK
from volunteers import membership
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
SECRETS = ("Zephirine", "Canari", "3225123499", "512 34 99", "oeufs")


def link_in_letter(to: str, part: str) -> str:
    """The path of the button in the letter to somebody that leads to such an address."""
    send.deliver()
    bodies = [str(each.body) for each in mail.outbox if each.to == [to]]
    body = next(each for each in reversed(bodies) if f"/fr/{part}/" in each)
    assert not [word for word in SECRETS if word in body]
    return str(re.findall(r"http://[^/]+(/\S+)", body)[0])


def test_the_page_behind_the_code_tells_kind_and_place_and_nothing_of_the_person(
    neighbour: Client, door: str
) -> None:
    html = neighbour.get(door).content.decode()

    assert "Courses" in html
    assert "1050" in html
    assert not [word for word in SECRETS if word in html]


def test_somebody_new_signs_up_confirms_and_claims_in_one_go(
    neighbour: Client, door: str, nadia: HelpRequest
) -> None:
    assert neighbour.post(door, PAGE)["Location"] == reverse("paper:check_mail")
    new = Volunteer.objects.get()
    assert not new.is_searchable

    confirm = link_in_letter(PAGE["email"], "benevole")
    assert neighbour.get(confirm).status_code == 200
    promise = neighbour.post(confirm)["Location"]
    assert not Match.objects.exists()
    assert "Canari" not in neighbour.get(promise).content.decode()
    assert not neighbour.post(promise, {"promise": ""}, follow=True).context["form"].is_valid()
    contact = neighbour.post(promise, TICK)["Location"]

    assert "Rue du Canari 77" in neighbour.get(contact).content.decode()
    match = Match.objects.get()
    assert (match.volunteer, match.help_request) == (new, nadia)
    assert match.invitation
    assert (match.invitation.way, match.invitation.band_label != "") == (Way.PAPER, True)


def test_a_volunteer_says_who_he_is_and_claims_by_his_letter(
    neighbour: Client, door: str, nadia: HelpRequest, victor: Volunteer
) -> None:
    answer = neighbour.post(door, {"known-email": victor.email.upper()})

    assert answer["Location"] == reverse("paper:check_mail")
    assert not Invitation.objects.exists()
    contact = neighbour.post(link_in_letter(victor.email, "affiche"), TICK)["Location"]
    assert "Canari" in neighbour.get(contact).content.decode()


def test_known_and_unknown_addresses_get_the_same_answer(
    neighbour: Client, door: str, victor: Volunteer
) -> None:
    def answer(data: dict[str, Any]) -> tuple[int, str, bytes]:
        first = neighbour.post(door, data)
        return first.status_code, first["Location"], neighbour.get(first["Location"]).content

    known, unknown = ({**PAGE, "email": email} for email in (victor.email, "new@example.org"))
    mine, nobodys = ({"known-email": email} for email in (victor.email, "nobody@example.org"))

    assert answer(known) == answer(unknown) == answer(mine) == answer(nobodys)
    assert Volunteer.objects.count() == 2
    victor.refresh_from_db()
    assert victor.name == "Victor Horta"


def test_nobody_unknown_gets_a_letter_by_the_short_form(neighbour: Client, door: str) -> None:
    neighbour.post(door, {"known-email": "nobody@example.org"})

    assert not Letter.objects.exists()
    assert not Arrival.objects.exists()


def test_a_blocked_volunteer_gets_no_letter_and_his_link_opens_nothing(
    neighbour: Client, nadia: HelpRequest, door: str, victor: Volunteer
) -> None:
    joining.say_hello(victor.email, nadia, NOON)
    victor.refresh_from_db()
    token = Arrival.objects.get().token()
    Letter.objects.all().delete()
    membership.block(victor, "staff:1", NOON)

    neighbour.post(door, {"known-email": "victor@example.org"})
    neighbour.post(door, {"known-email": Volunteer.objects.get().email})

    assert not Letter.objects.exists()
    assert neighbour.get(reverse("paper:arrival", args=[token])).status_code == 404


def test_one_address_gets_three_such_letters_an_hour_at_most(victor: Volunteer) -> None:
    for _number in range(6):
        row = cast.help_request()
        for _time in range(3):
            joining.say_hello(victor.email, row, NOON)

    assert Letter.objects.filter(kind="paper_known").count() == joining.LETTERS_AN_HOUR == 3
    assert Arrival.objects.count() == 6


def test_who_was_asked_by_letter_claims_by_that_invitation(
    neighbour: Client, door: str, nadia: HelpRequest, victor: Volunteer
) -> None:
    asked = cast.invite(nadia, [victor])[0]
    neighbour.post(door, {"known-email": victor.email})

    answer = neighbour.get(link_in_letter(victor.email, "affiche"))

    assert answer["Location"] == reverse("matching:invitation", args=[asked.token()])
    asked.refresh_from_db()
    assert asked.way == Way.LETTER


def test_a_taken_request_says_so_kindly_and_who_was_writing_becomes_a_volunteer(
    neighbour: Client, door: str, nadia: HelpRequest, victor: Volunteer
) -> None:
    claims.claim(cast.invite(nadia, [victor])[0], NOON)
    answer = neighbour.get(door)
    assert answer.status_code == 200
    assert answer.context["reason"] == "taken"
    assert reverse("volunteers:register") in answer.content.decode()

    neighbour.post(door, PAGE)
    promise = neighbour.post(link_in_letter(PAGE["email"], "benevole"))["Location"]

    assert neighbour.get(promise).context["reason"] == "taken"
    assert Volunteer.objects.filter(status="active").count() == 2
    assert nadia.matches.count() == 1


def test_a_code_that_ends_while_somebody_writes_loses_nothing(
    neighbour: Client, door: str, nadia: HelpRequest
) -> None:
    codes.end(nadia, NOON)

    assert neighbour.post(door, PAGE).status_code == 302
    assert Volunteer.objects.get().email == PAGE["email"]
    assert not Arrival.objects.exists()


def test_what_was_typed_is_kept_when_something_is_wrong(neighbour: Client, door: str) -> None:
    html = neighbour.post(door, {**PAGE, "postcode": "99999"}, follow=True).content.decode()

    assert 'value="Noor Peeters"' in html
    assert 'value="99999"' in html
    assert not Volunteer.objects.exists()


def test_nor_is_it_lost_when_the_request_was_taken_meanwhile(
    neighbour: Client, door: str, nadia: HelpRequest, victor: Volunteer
) -> None:
    claims.claim(cast.invite(nadia, [victor])[0], NOON)
    taken = neighbour.post(door, {**PAGE, "postcode": "99999"}, follow=True).content.decode()
    codes.end(nadia, NOON)
    gone = neighbour.post(door, {**PAGE, "postcode": "99999"}, follow=True).content.decode()

    for html in (taken, gone):
        assert 'value="Noor Peeters"' in html
    assert neighbour.post(door, PAGE).status_code == 302


def test_twenty_presses_make_one_volunteer_one_arrival_and_one_letter(
    neighbour: Client, door: str, nadia: HelpRequest
) -> None:
    for _press in range(20):
        neighbour.post(door, PAGE)

    assert (Volunteer.objects.count(), Arrival.objects.count(), Letter.objects.count()) == (1, 1, 1)
    nadia.refresh_from_db()
    assert nadia.status == Status.OPEN


def test_a_postcode_with_two_municipalities_comes_filled_in_with_hers(neighbour: Client) -> None:
    row = cast.help_request(postcode="1050", municipality="Ixelles / Elsene")
    page = reverse("paper:code", args=[codes.make(row, NOON).spoken])

    form = neighbour.get(page).context["form"]

    assert (form["postcode"].value(), form["municipality"].value()) == ("1050", "Ixelles / Elsene")
    assert "checked" in str(form["municipality"])
