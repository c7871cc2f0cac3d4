"""The words that all rooms share: stable where they are stored, and no more telling than they may be."""

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation

from catalogue import kinds, languages
from catalogue.forms import EmailField, PhoneField
from requests_app.forms import WhatForm

pytestmark = pytest.mark.once
WRITTEN = [code for code, _name in settings.LANGUAGES]


def test_the_bits_that_are_stored_never_change() -> None:
    assert {offer.code: offer.bit for offer in kinds.OFFERS} == {
        "groceries": 1, "errand": 2, "listening": 4, "other": 8,
    }  # fmt: skip


@pytest.mark.parametrize("number", range(16))
def test_offers_go_into_a_number_and_come_out_again(number: int) -> None:
    assert kinds.mask([offer.code for offer in kinds.offers_in(number)]) == number


def test_codes_that_nobody_knows_have_no_bit() -> None:
    assert kinds.mask(["fly", "groceries", "groceries"]) == 1
    with pytest.raises(KeyError):
        kinds.kind("fly")


@pytest.mark.parametrize("language", WRITTEN)
def test_before_a_claim_a_chemist_looks_like_any_errand(language: str) -> None:
    with translation.override(language):
        chemist, errand = kinds.kind("chemist"), kinds.kind("errand")
        assert str(chemist.public_label) == str(errand.public_label)
        assert str(chemist.private_label) != str(errand.private_label)


def test_only_a_talk_needs_no_place() -> None:
    assert [kind.code for kind in kinds.KINDS if not kind.needs_place] == ["listening"]


@pytest.mark.parametrize("language", WRITTEN)
def test_every_kind_is_offered_with_its_hint(language: str) -> None:
    with translation.override(language):
        html = WhatForm().as_p()
        for kind in kinds.KINDS:
            assert f'value="{kind.code}"' in html
            assert f"<small>{kind.hint}</small>" in html


def test_a_language_we_do_not_write_is_written_to_in_the_first() -> None:
    assert languages.names(["fr", "ar", "xx"]) == "Français, العربية"
    assert set(WRITTEN) <= set(languages.SPOKEN)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0470 12 34 56", "+32470123456"),
        ("0470/12.34.56", "+32470123456"),
        ("02 512 34 56", "+3225123456"),
        ("+32 2 512 34 56", "+3225123456"),
        ("0032 2 512 34 56", "+3225123456"),
        ("+33 6 12 34 56 78", "+33612345678"),
        (" 0470-12-34-56 ", "+32470123456"),
    ],
)
def test_a_phone_number_is_read_as_people_write_it(typed: str, number: str) -> None:
    assert PhoneField().clean(typed) == number


@pytest.mark.parametrize(
    "typed", ["", "12", "0470 12 34", "02 123 45 67", "abc", "+999 123 456 789", "1" * 10_000, "\0"]
)
def test_what_cannot_be_rung_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        PhoneField().clean(typed)


def test_what_is_optional_may_be_empty() -> None:
    assert PhoneField(required=False).clean("") == EmailField(required=False).clean("") == ""
