"""When the phone is answered: the setting, the sentence of every page, across both nights of summer time."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import environ
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.utils import translation

from covidsol import context, hours, service
from covidsol.hours import now_in_words, read

BRUSSELS = ZoneInfo("Europe/Brussels")
USUAL = read(hours.USUAL)
OFFICE = read("mon-fri 08:00-12:00,13:00-18:30; sat 09:00-13:00; 2026-12-25 closed; 2026-12-27 10:00-12:00")
LANGUAGES = ("fr", "nl", "de", "en")


def at(text: str) -> datetime:
    """A moment by the clocks of Brussels."""
    return datetime.fromisoformat(text).replace(tzinfo=BRUSSELS)


def said(opening: hours.Opening, text: str, language: str = "en") -> str:
    with translation.override(language):
        return now_in_words(opening, at(text), BRUSSELS).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-11-25T07:59:59", "Closed now, opens at 8 am"),
        ("2026-11-25T08:00", "Open now, until 8 pm"),
        ("2026-11-25T19:59:59", "Open now, until 8 pm"),
        ("2026-11-25T20:00", "Closed now, opens tomorrow at 8 am"),
        ("2026-11-25T23:59", "Closed now, opens tomorrow at 8 am"),
        ("2026-11-26T00:00", "Closed now, opens at 8 am"),
    ],
)
def test_a_page_says_whether_the_phone_is_answered_now(moment: str, words: str) -> None:
    assert said(USUAL, moment) == words


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-11-27T12:00", "Closed now, opens at 1 pm"),
        ("2026-11-27T18:29", "Open now, until 6:30 pm"),
        ("2026-11-28T13:00", "Closed now, opens on Monday 30 November at 8 am"),
        ("2026-12-24T20:00", "Closed now, opens on Saturday 26 December at 9 am"),
        ("2026-12-27T11:00", "Open now, until noon"),
    ],
)
def test_days_of_the_week_and_dates_have_hours_of_their_own(moment: str, words: str) -> None:
    assert said(OFFICE, moment).replace("12 pm", "noon") == words


@pytest.mark.parametrize(
    ("language", "opened", "closed", "half"),
    [
        ("fr", "Ouvert maintenant, jusqu’à 20 h", "Fermé maintenant, ouvre demain à 8 h", "jusqu’à 18 h 30"),
        ("nl", "Nu open, tot 20 uur", "Nu gesloten, morgen open om 8 uur", "tot 18.30 uur"),
        ("de", "Jetzt offen, bis 20 Uhr", "Jetzt geschlossen, morgen offen ab 8 Uhr", "bis 18.30 Uhr"),
        ("en", "Open now, until 8 pm", "Closed now, opens tomorrow at 8 am", "until 6:30 pm"),
    ],
)
def test_it_is_said_in_each_language(language: str, opened: str, closed: str, half: str) -> None:
    assert said(USUAL, "2026-11-25T10:00", language) == opened
    assert said(USUAL, "2026-11-25T21:00", language) == closed
    assert said(OFFICE, "2026-11-25T16:00", language).endswith(half)


@pytest.mark.parametrize("night", ["2026-10-25", "2026-03-29"])
def test_the_hours_are_those_of_the_clocks_on_both_nights_of_summer_time(night: str) -> None:
    day = date.fromisoformat(night)
    (start, end), before = (
        USUAL.stretches(day, BRUSSELS)[0],
        USUAL.stretches(day - timedelta(days=1), BRUSSELS),
    )

    assert said(USUAL, f"{night}T07:59") == "Closed now, opens at 8 am"
    assert said(USUAL, f"{night}T08:00") == "Open now, until 8 pm"
    assert (start.astimezone(BRUSSELS).hour, end - start) == (8, timedelta(hours=12))
    assert start - before[0][0] == timedelta(hours=25 if night.startswith("2026-10") else 23)
    assert start.tzinfo is UTC


def test_around_the_clock_has_no_end_and_midnight_is_no_gap() -> None:
    assert said(read("00:00-24:00"), "2026-11-25T23:59") == "Open day and night"
    night = read("mon 18:00-24:00; tue 00:00-02:00")
    assert said(night, "2026-11-23T20:00") == "Open now, until 2 am"
    assert said(read("18:00-24:00"), "2026-11-23T20:00") == "Open now, until midnight"
    assert said(read("fri-mon 08:00-10:00"), "2026-11-24T08:00").endswith("on Friday 27 November at 8 am")


@pytest.mark.parametrize(
    "nonsense",
    ["", "8-20", "08:00", "20:00-08:00", "08:00-25:00", "08:00-24:30", "mon-fri", "mo-fr 08:00-20:00",
     "mon fri 08:00-20:00", "08:00-12:00,11:00-13:00", "2026-02-30 closed; 08:00-20:00", "closed",
     "mon-sun closed", "08:00-08:00", "08:00 - 20:00", "08:00-20:00, 21:00-22:00", "08:60-20:00"],
)  # fmt: skip
def test_nonsense_stops_the_start(nonsense: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="OPENING_HOURS"):
        read(nonsense)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_usual_words_agree_with_the_usual_week(language: str) -> None:
    meets = service.as_people_meet_it(environ.Env(), service.File(), "BE")
    with translation.override(language):
        derived, words = str(hours.week_in_words(meets["opening"])), str(meets["hours"])
        first = derived.partition("8")[0]

        assert meets["opening"] == USUAL
        assert words.startswith(first), "other days than the setting"
        assert re.findall(r"\d+", words) == re.findall(r"\d+", derived), "other hours than the setting"


def test_another_week_is_put_into_words_and_own_words_win(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENING_HOURS", "mon-fri 08:00-18:00; sat 09:00-12:30,13:00-14:00")
    meets = service.as_people_meet_it(environ.Env(), service.File(), "BE")
    with translation.override("en"):
        words = "Monday to Friday from 8 am to 6 pm, Saturday from 9 am to 12:30 pm, from 1 pm to 2 pm"
        assert (str(meets["hours"]), meets["says_open"]) == (words, True)

    monkeypatch.setenv("SERVICE_HOURS", "when we can")
    assert service.as_people_meet_it(environ.Env(), service.File(), "BE")["hours"] == "when we can"


def test_own_words_without_a_week_say_nothing_of_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVICE_HOURS", "in the evening")
    meets = service.as_people_meet_it(environ.Env(), service.File(), "BE")
    monkeypatch.setattr("django.conf.settings.SERVICE", meets)

    assert context.phone_now(at("2026-11-25T10:00")) == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("hour", "words"), [(9, "Nu open, tot 20 uur"), (22, "Nu gesloten, morgen open om 8 uur")]
)
def test_every_page_says_it_beside_the_number(
    hour: int, words: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = context.phone_now
    monkeypatch.setattr(context, "phone_now", lambda _now: told(at(f"2026-11-25T{hour:02}:00")))
    response = client.get("/nl/")
    html = response.content.decode().replace("\N{NO-BREAK SPACE}", " ")

    assert words in html.partition('<div class="call">')[2].partition("</header>")[0]
    assert "max-age" not in response.headers.get("Cache-Control", ""), "a kept page would say it too long"
