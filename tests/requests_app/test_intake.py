"""A request comes in: one row, a number to read out, a word to say at the door."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import chain, repeat
from threading import Barrier
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.utils import translation

from geo.postcodes import lookup
from letters.models import Letter
from privacy.models import Consent
from requests_app import codes, intake, whereabouts
from requests_app.models import Channel, HelpRequest, Hold, Status, StatusChange
from tests import cast
from tests.cast import NOON

HANDS = 20


def test_the_same_form_gives_the_same_row(db: None) -> None:
    asked = cast.ask(email="nadia@example.org")
    first = intake.take_down(asked, channel=Channel.WEB, now=NOON)

    assert intake.take_down(asked, channel=Channel.WEB, now=NOON + timedelta(hours=1)) == first

    assert HelpRequest.objects.count() == Letter.objects.count() == Consent.objects.count() == 1
    assert StatusChange.objects.get().new == Status.OPEN


def test_a_reference_in_use_is_not_given_again(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = chain(["111111"] * 3, ["222222"], repeat("111111"))
    monkeypatch.setattr(intake, "new_reference", lambda: next(drawn))

    first, second = cast.help_request(), cast.help_request()

    assert (first.reference, second.reference) == ("111111", "222222")
    with pytest.raises(RuntimeError, match="reference"):
        cast.help_request()
    assert HelpRequest.objects.count() == 2
    assert Consent.objects.count() == 2, "nothing is left of the tries that failed"


@pytest.mark.once
def test_references_are_six_digits_in_no_order() -> None:
    drawn = [codes.new_reference() for _number in range(500)]

    assert all(len(each) == 6 and each.isdecimal() for each in drawn)
    assert len(set(drawn)) > 490
    assert drawn != sorted(drawn)
    assert any(each.startswith("0") for each in drawn)


@pytest.mark.once
@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_the_code_word_is_two_different_words_of_the_persons_language(language: str) -> None:
    words: set[str] = set()
    for _number in range(600):
        first, second = codes.new_code_word(language).split()
        assert first != second
        words |= {first, second}

    with translation.override(language):
        listed = translation.gettext(
            "tulip apple bicycle candle kettle sparrow garden pepper button lantern cherry blanket "
            "window basket rabbit pencil butter mirror island feather pillow carrot bridge ribbon"
        ).split()
    assert words == set(listed)
    assert len(listed) == 24


def test_the_word_is_in_the_persons_language_not_in_that_of_the_hand_that_types(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def word(language: str) -> str:
        asked.append(language)
        return "tulip apple"

    monkeypatch.setattr(intake, "new_code_word", word)
    with translation.override("en"):
        cast.help_request(language="de")

    assert asked == ["de"]


@pytest.mark.parametrize(
    ("channel", "hold", "status"),
    [(Channel.WEB, True, Status.HELD), (Channel.PHONE, True, Status.OPEN), (Channel.WEB, False, Status.OPEN)],
)
def test_only_web_requests_wait_for_a_check_and_only_if_asked(
    db: None, settings: Any, channel: Channel, hold: bool, status: Status
) -> None:
    settings.HOLD_WEB_REQUESTS = hold
    made = intake.take_down(cast.ask(), channel=channel, now=NOON)

    assert (made.status, made.hold) == (status, Hold.UNCHECKED if status == Status.HELD else "")
    assert made.verified_at == (NOON if channel == Channel.PHONE else None)


@pytest.mark.parametrize(("email", "letters"), [("nadia@example.org", 1), ("", 0)])
def test_a_letter_goes_to_who_gave_an_address(db: None, email: str, letters: int) -> None:
    cast.help_request(email=email)

    assert Letter.objects.filter(kind="request_received").count() == letters


@pytest.mark.parametrize(("days", "last"), [(None, 5), (0, 5), (3, 5), (4, 6), (14, 16)])
def test_the_search_goes_on_for_five_days_or_two_beyond_the_wanted_one(days: int | None, last: int) -> None:
    wanted = None if days is None else (NOON + timedelta(days=days)).date()

    assert intake.last_day(wanted, NOON) == NOON + timedelta(days=last)


def test_a_place_comes_from_the_postcode_and_what_nobody_knows_waits_for_a_person(db: None) -> None:
    known, unknown = cast.help_request(at=None), cast.help_request(at=None)
    assert lookup("BE", "0001") is None
    HelpRequest.objects.filter(pk=unknown.pk).update(postcode="0001")
    unknown.refresh_from_db()

    assert whereabouts.place(known, NOON)
    assert not whereabouts.place(unknown, NOON)

    known.refresh_from_db()
    unknown.refresh_from_db()
    assert (known.located_at, known.status) == (NOON, Status.OPEN)
    assert (unknown.status, unknown.hold, unknown.point) == (Status.HELD, Hold.NO_PLACE, None)
    assert not HelpRequest.objects.unlocated(NOON).exists()


def test_a_place_found_for_an_address_that_changed_meanwhile_is_not_used(db: None) -> None:
    made = cast.help_request(at=None)
    HelpRequest.objects.filter(pk=made.pk).update(postcode="3000")

    assert not whereabouts.place(made, NOON)

    assert (made.postcode, made.looked_at, made.status) == ("3000", None, Status.OPEN)
    assert whereabouts.place(made, NOON)


@pytest.mark.django_db(transaction=True)
def test_twenty_hands_on_one_form_make_one_request() -> None:
    asked, start = cast.ask(email="nadia@example.org"), Barrier(HANDS)

    def take_down() -> int:
        try:
            start.wait(10)
            return intake.take_down(asked, channel=Channel.WEB, now=NOON).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(HANDS) as hands:
        rows = {each.result(60) for each in [hands.submit(take_down) for _hand in range(HANDS)]}

    assert rows == {HelpRequest.objects.get().pk}
    assert Consent.objects.count() == Letter.objects.count() == StatusChange.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_forms_at_once_make_twenty_requests() -> None:
    start = Barrier(HANDS)

    def take_down(asked: intake.Ask) -> str:
        try:
            start.wait(10)
            return intake.take_down(asked, channel=Channel.WEB, now=NOON).reference
        finally:
            connections.close_all()

    with ThreadPoolExecutor(HANDS) as hands:
        waiting = [hands.submit(take_down, cast.ask()) for _hand in range(HANDS)]
        references = {each.result(60) for each in waiting}

    assert len(references) == HelpRequest.objects.count() == HANDS
