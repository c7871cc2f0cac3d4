"""The short code: made once, typed by anybody, ended at will, and worth nothing to a guesser."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from matching import endings
from paper import codes
from paper.models import Code
from requests_app.erasure import forget_ended
from requests_app.models import HelpRequest
from tests import cast
from tests.cast import NOON

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=31)


def test_a_request_has_one_code_however_often_it_is_printed(nadia: HelpRequest) -> None:
    first = codes.make(nadia, NOON)

    assert codes.make(nadia, LATER) == first
    assert Code.objects.count() == 1


def test_a_code_is_found_as_people_type_it(nadia: HelpRequest) -> None:
    made = codes.make(nadia, NOON)

    for typed in (made.code, made.spoken, made.spoken.upper(), f" {made.code[:5]} {made.code[5:]} "):
        assert codes.find(typed) == made
    for typed in ("", made.code[:-1], made.code + "2", "%00", "é" * 10, made.code[:-1] + "o", "a" * 5000):
        assert codes.find(typed) is None


def test_no_code_tells_its_neighbour_and_none_is_a_word() -> None:
    made = [codes.make(cast.help_request(), NOON).code for _number in range(50)]

    assert len(set(made)) == 50
    assert {len(code) for code in made} == {codes.LENGTH}
    assert not set("".join(made)) & set("aeiou01l")
    assert len(set(codes.ALPHABET)) ** codes.LENGTH > 10**14


def test_an_ended_code_opens_nothing_and_the_next_one_is_another(nadia: HelpRequest) -> None:
    old = codes.make(nadia, NOON)

    assert codes.end(nadia, NOON)
    assert not codes.end(nadia, NOON)
    new = codes.make(nadia, NOON)

    assert codes.find(old.code) is None
    assert codes.find(new.code) == new
    assert new.code != old.code


def test_a_new_epoch_of_the_request_ends_its_code_too(nadia: HelpRequest) -> None:
    old = codes.make(nadia, NOON)
    nadia.epoch += 1
    nadia.save()

    assert codes.find(old.code) is None
    assert codes.of(nadia) is None
    assert codes.make(nadia, NOON).code != old.code


def test_the_code_of_a_forgotten_person_is_dead_at_once_and_deleted_in_the_night(nadia: HelpRequest) -> None:
    made, other = codes.make(nadia, NOON), codes.make(cast.help_request(), NOON)
    endings.cancel(nadia, by="requester", now=NOON)
    assert codes.find(made.code) == made
    assert forget_ended(LATER) == 1

    assert codes.find(made.code) is None
    assert codes.forget_codes(LATER) == 1
    assert list(Code.objects.all()) == [other]


def test_an_ended_an_erased_and_an_invented_code_lead_to_one_friendly_page(
    nadia: HelpRequest, code: str
) -> None:
    erased = cast.help_request()
    dead = codes.make(erased, NOON).spoken
    HelpRequest.objects.filter(pk=erased.pk).update(erased_at=NOON)
    codes.end(nadia, NOON)

    shown = {each: Client().get(reverse("paper:code", args=[each])) for each in (code, dead, "zzzzz-zzzzz")}

    pages = {answer.content.decode().replace(each, "") for each, answer in shown.items()}
    assert {answer.status_code for answer in shown.values()} == {404}
    assert len(pages) == 1
    assert reverse("volunteers:register") in pages.pop()
