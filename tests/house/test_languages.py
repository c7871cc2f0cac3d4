"""Everybody is addressed in their own language: complete, exact, and compiled from what stands there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.conf import settings as django_settings

from tests.house.source import BASE_DIR, ROOMS

pytestmark = pytest.mark.once
LANGUAGES = [code for code, _name in django_settings.LANGUAGES]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|<\w+:\w+>|</?[a-z]+[^>]*>")
ADDRESS = re.compile(r"[a-z-]+/(?:[a-z-]+/|<\w+:\w+>/)*")
WORDS_AT_THE_DOOR = 24
# what a French reader never sees at the start of a line (or, of an opening quote, at its end)
LOOSE = re.compile(r"(?<=\S) (?=[:;?!»])(?![:;?!»]\w)|(?<=«) ")


def catalogue(language: str) -> polib.POFile:
    """The texts of one language."""
    return polib.pofile(str(BASE_DIR / "locale" / language / "LC_MESSAGES" / "django.po"))


def forms(entry: polib.POEntry) -> list[tuple[str, str]]:
    """Each original of an entry with its translation; the plural's forms one by one."""
    if not entry.msgid_plural:
        return [(entry.msgid, entry.msgstr)]
    return [
        (entry.msgid_plural if number else entry.msgid, text) for number, text in entry.msgstr_plural.items()
    ]


def faults(entry: polib.POEntry) -> list[str]:
    """What is wrong with the translation of one text."""
    wrong = ["fuzzy"] if "fuzzy" in entry.flags else []
    for original, text in forms(entry):
        if not text.strip():
            wrong.append("not translated")
        elif sorted(PLACEHOLDER.findall(original)) != sorted(PLACEHOLDER.findall(text)):
            wrong.append("other placeholders or tags")
        elif original.endswith("\n") != text.endswith("\n") or original.startswith("\n") != text.startswith(
            "\n"
        ):
            wrong.append("other line ends")
        if ADDRESS.fullmatch(original) and not ADDRESS.fullmatch(text):
            wrong.append("no address")
    return [f"{each}: {entry.msgid}" for each in wrong]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_with_the_same_placeholders(language: str) -> None:
    entries = [entry for entry in catalogue(language) if not entry.obsolete]
    wrong = [fault for entry in entries for fault in faults(entry)]

    assert not wrong, "\n".join(wrong)
    assert len(entries) > 400


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_pages_have_one_address(language: str) -> None:
    found = [entry.msgstr for entry in catalogue(language) if ADDRESS.fullmatch(entry.msgid)]

    assert len(found) == len(set(found)) > 8


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_words_enough_to_say_at_the_door(language: str) -> None:
    (entry,) = (entry for entry in catalogue(language) if entry.msgid.startswith("tulip apple "))
    words = entry.msgstr.split()

    assert len(set(words)) == len(words) == len(entry.msgid.split()) == WORDS_AT_THE_DOOR
    assert [word for word in words if len(word) > 12] == []


def test_french_signs_never_stand_alone_at_the_start_of_a_line() -> None:
    said = [text for entry in catalogue("fr") if not entry.obsolete for _, text in forms(entry)]

    assert [text for text in said if LOOSE.search(text)] == []
    loose, tight = ("Et vous ?", "« oui\u00a0»", "«\u00a0oui »."), ("Et vous\u00a0?", "«\u00a0oui\u00a0»")
    assert all(LOOSE.search(text) for text in loose)
    assert not any(LOOSE.search(text) for text in tight)


def texts(source: polib.POFile | polib.MOFile) -> dict[tuple[str, str], str | list[str]]:
    """All that a catalogue says, whatever its form."""
    said = (each for each in source if "fuzzy" not in each.flags and not each.obsolete)
    found = {
        (each.msgctxt or "", each.msgid): [each.msgstr_plural[n] for n in sorted(each.msgstr_plural)]
        or each.msgstr
        for each in said
    }
    return {key: text for key, text in found.items() if text and any(text)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    source = catalogue(language)
    compiled = Path(source.fpath).with_suffix(".mo")

    assert compiled.exists(), f"{compiled} is missing: run `make messages`"
    assert texts(polib.mofile(str(compiled))) == texts(source), "run `make messages`"


def test_every_text_of_the_source_stands_in_the_catalogues(tmp_path: Path) -> None:
    if not shutil.which("xgettext"):
        if os.environ.get("COVIDSOL_REQUIRE_BROWSER") == "1":
            pytest.fail("this needs gettext: apt-get install gettext")
        pytest.skip("gettext is not installed")
    for folder in (*ROOMS, "templates"):
        if (BASE_DIR / folder).exists():
            shutil.copytree(BASE_DIR / folder, tmp_path / folder, ignore=shutil.ignore_patterns("*.pyc"))
    (tmp_path / "locale" / "en").mkdir(parents=True)

    command = [sys.executable, "-m", "django", "makemessages", "--locale=en", "--no-wrap", "--no-location"]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "covidsol.settings",
        "DATA_DIR": str(tmp_path / "data"),
    }
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)

    fresh = polib.pofile(str(tmp_path / "locale" / "en" / "LC_MESSAGES" / "django.po"))
    wanted = {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in fresh}
    assert len(wanted) > 400
    for language in LANGUAGES:
        known = {
            (each.msgctxt, each.msgid, each.msgid_plural) for each in catalogue(language) if not each.obsolete
        }
        assert wanted - known == set(), f"run `make messages`: {language} lacks them"


@pytest.mark.parametrize(
    ("original", "translation", "fault"),
    [
        ("Hello %(name)s", "Bonjour", "other placeholders"),
        ("Hello <b>you</b>", "Bonjour <i>vous</i>", "other placeholders"),
        ("Hello", "", "not translated"),
        ("my-page/<str:token>/", "ma page/<str:token>/", "no address"),
        ("Hello\n", "Bonjour", "other line ends"),
    ],
)
def test_a_planted_bad_translation_is_found(original: str, translation: str, fault: str) -> None:
    assert [each for each in faults(polib.POEntry(msgid=original, msgstr=translation)) if fault in each]


def test_a_planted_fuzzy_or_half_translated_text_is_found() -> None:
    half = polib.POEntry(msgid="a day", msgid_plural="%(n)s days", msgstr_plural={0: "un jour", 1: ""})

    assert faults(polib.POEntry(msgid="Hello", msgstr="Bonjour", flags=["fuzzy"])) == ["fuzzy: Hello"]
    assert faults(half) == ["not translated: a day"]


def test_a_planted_stale_catalogue_is_found() -> None:
    old, new = polib.POFile(), polib.POFile()
    old.append(polib.POEntry(msgid="Hello", msgstr="Salut"))
    new.append(polib.POEntry(msgid="Hello", msgstr="Bonjour"))

    assert texts(old) != texts(new)
