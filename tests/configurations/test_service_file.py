"""A file that describes another service is read with care: what is wrong stops the start, in words."""

from pathlib import Path
from typing import Any

import environ
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import translation
from django.utils.translation import trans_real

from catalogue import kinds
from covidsol import service, wording
from tests.configurations.lyon import CONFIGURATION

pytestmark = pytest.mark.once
WATER: dict[str, Any] = {"code": "water", "bit": 16, "label": "w", "hint": "h"}
BOTTLE: dict[str, Any] = {
    "code": "water", "offer": "water", "private_label": "a", "public_label": "b", "hint": "c",
}  # fmt: skip
KIND_FACTS: tuple[set[str], set[str]] = ({"code", "offer"}, {"private_label", "public_label", "hint"})


def written(folder: Path, text: str) -> service.File:
    """This text as a file, read."""
    path = folder / "service.toml"
    path.write_text(text)
    return service.read(str(path))


def test_without_a_file_the_service_is_the_first_one() -> None:
    file = service.read("")

    assert file.languages == list(service.WRITTEN.items())
    assert (file.tables("kinds", set(), set()), file.texts()) == ([], {})


def test_each_word_is_in_the_language_of_the_moment() -> None:
    meets = service.as_people_meet_it(environ.Env(), service.read(str(CONFIGURATION)), "FR")

    for language, name in (("fr", "Lyon au frais"), ("en", "Cool Lyon")):
        with translation.override(language):
            assert str(meets["name"]) == name
    assert meets["phone_href"] == "tel:+33472001122"


def test_the_price_of_a_call_is_said_after_the_hours(tmp_path: Path) -> None:
    file = written(tmp_path, 'opening = "07:00-22:00"\nprice = "free of charge"')
    without = written(tmp_path, 'opening = "07:00-22:00"')

    with translation.override("en"):
        said, plain = (
            str(service.as_people_meet_it(environ.Env(), each, "FR")["hours"]) for each in (file, without)
        )
    assert said == f"{plain}, free of charge"


def test_who_listens_in_belgium_is_named_there_and_nowhere_else(tmp_path: Path) -> None:
    empty, none = service.read(""), written(tmp_path, "numbers = []")

    def numbers(file: service.File, country: str) -> list[str]:
        return [each["number"] for each in service.as_people_meet_it(environ.Env(), file, country)["numbers"]]

    assert numbers(empty, "BE") == ["107", "106", "108", "0800 32 123", "1813"]
    assert numbers(none, "BE") == numbers(empty, "FR") == []
    assert numbers(service.read(str(CONFIGURATION)), "FR") == ["15"]


def test_how_long_a_kind_takes_may_be_said() -> None:
    tables = service.read(str(CONFIGURATION)).tables("kinds", *KIND_FACTS)
    offers = kinds.offers_of(
        service.read(str(CONFIGURATION)).tables("offers", {"code", "bit"}, {"label", "hint"})
    )

    assert {each.code: each.minutes for each in kinds.kinds_of(tables, offers)} == {
        "water": 60, "fan": 30, "cool-room": 60, "daily-call": 60,
    }  # fmt: skip


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVICE_NAME", "Lyon bis")

    assert (
        service.as_people_meet_it(environ.Env(), service.read(str(CONFIGURATION)), "FR")["name"] == "Lyon bis"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name = ", "Invalid value"),
        ('nmae = "x"', "nobody reads nmae"),
        ('languages = ["fr", "it"]', "no catalogue for it"),
        ('languages = ["fr", "en"]\nname = { fr = "x" }', "name has no text in en"),
        ("[[numbers]]\nnumber = '15'", "numbers 1: look at label"),
        ("[[texts]]\nsays = 'Shopping'\nfr = 'x'", "texts 1: look at de, en, nl"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(tmp_path: Path, text: str, said: str) -> None:
    def start() -> None:
        file = written(tmp_path, text)
        service.as_people_meet_it(environ.Env(), file, "BE")
        file.texts()

    with pytest.raises(ImproperlyConfigured, match=said):
        start()


def test_a_file_that_is_not_there_and_a_number_that_is_none_stop_the_start() -> None:
    with pytest.raises(ImproperlyConfigured, match="nowhere"):
        service.read("/nowhere/service.toml")
    with pytest.raises(ImproperlyConfigured, match="no phone number"):
        service.as_dialled("call us", "BE")


@pytest.mark.parametrize(
    "changes",
    [{"bit": 1}, {"bit": 8}, {"bit": 17}, {"bit": 1 << 15}, {"bit": 0}, {"code": "groceries"}],
)
def test_no_stored_bit_gets_another_meaning(changes: dict[str, Any]) -> None:
    with pytest.raises(ImproperlyConfigured):
        kinds.offers_of([WATER | changes])
    with pytest.raises(ImproperlyConfigured):
        kinds.offers_of([WATER, WATER | {"code": "other-water"}])


def test_new_kinds_keep_their_rules_and_old_rows_their_words() -> None:
    offers = kinds.offers_of([WATER])
    (bottle,) = kinds.kinds_of([BOTTLE | {"needs_place": False}], offers)

    assert (bottle.offer, bottle.needs_place) == (offers[0], False)
    for wrong in ({"offer": "fly"}, {"code": "Water!"}, {"code": "x" * 21}):
        with pytest.raises(ImproperlyConfigured):
            kinds.kinds_of([BOTTLE | wrong], offers)
    assert {kind.code for kind in kinds.FIRST_KINDS} <= set(kinds.BY_CODE)


@pytest.mark.parametrize(
    ("msgid", "own", "said"),
    [
        ("No page says this at all.", "x", "No page says"),
        ("I will ring this person within two hours.", "I will ring.", "what people agree to"),
        ("Step %(step)s of 4", "Step of 4", "must keep"),
        ("<b>Wash your hands</b> after you have put the things away.", "Drink.", "must keep"),
    ],
)
def test_a_sentence_of_ones_own_must_fit_where_it_stands(msgid: str, own: str, said: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=said):
        wording.replace({msgid: dict.fromkeys(service.WRITTEN, own)})


def test_a_sentence_of_ones_own_is_said_in_every_language_and_nothing_else_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(vars(trans_real), "_translations", {})  # so that this service is not the next test's
    wording.replace({"Shopping": {code: f"Water {code}" for code in service.WRITTEN}})

    for code in service.WRITTEN:
        with translation.override(code):
            assert translation.gettext("Shopping") == f"Water {code}"
    with translation.override("nl"):
        assert translation.gettext("Errand") != "Errand"
