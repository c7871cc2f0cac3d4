"""The door of the telephony: who may post, what is kept of it, and for how long."""

import json
import logging
from dataclasses import replace
from datetime import timedelta
from importlib import reload
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import clear_url_caches

from callcentre import checks
from callcentre.models import Call, Direction, TelephonyEvent
from callcentre.telephony import aircall, working
from callcentre.telephony.contract import e164
from covidsol import urls
from tests.callcentre.telephony.line import ACCOUNT, CALLER, DOOR, OLD_TOKEN, TOKEN, post, recorded, tell
from tests.cast import NOON

pytestmark = pytest.mark.django_db


def rows() -> int:
    return TelephonyEvent.objects.count()


def test_without_a_telephony_there_is_no_door(db: None) -> None:
    assert post(recorded("answered")[0]) == 404


def test_one_thing_told_five_times_is_one_row(door: None) -> None:
    event = recorded("answered")[0]

    assert [post(event) for _time in range(5)] == [200] * 5
    assert rows() == 1


def test_a_call_that_rings_on_two_phones_in_the_same_second_is_two_things(door: None) -> None:
    _began, on_anas, on_bens, *_rest = recorded("answered")

    post(on_anas), post(on_bens)

    assert rows() == 2


@pytest.mark.parametrize("token", ["", "x" * 20, TOKEN[:-1], None, 7, [TOKEN], "é", "\ud800"])
def test_a_wrong_token_is_refused_and_nothing_is_kept(door: None, token: Any) -> None:
    assert post(recorded("answered")[0] | {"token": token}) == 403
    assert rows() == 0


def test_a_missing_token_is_refused_even_where_none_is_set(door: None, settings: Any) -> None:
    event = recorded("answered")[0]
    settings.TELEPHONY = replace(ACCOUNT, tokens=())
    del event["token"]

    assert post(event) == post(event | {"token": ""}) == post(event | {"token": "None"}) == 403
    assert rows() == 0


def test_while_tokens_change_the_old_and_the_new_one_open(door: None, settings: Any) -> None:
    old, new, *_rest = recorded("answered")
    assert (post(old | {"token": OLD_TOKEN}), post(new)) == (200, 200)

    settings.TELEPHONY = replace(ACCOUNT, tokens=(TOKEN,))
    assert (post(old | {"token": OLD_TOKEN}), post(new)) == (403, 200)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"x" * 10_000,
        b"[" * 10_000,
        b"\xff\xfe",
        b"7",
        json.dumps({"token": TOKEN, "event": "call.ended", "timestamp": 1}).encode(),
        json.dumps({"token": TOKEN, "event": "call.ended", "timestamp": 1, "data": {"id": "a/b"}}).encode(),
        json.dumps({"token": TOKEN, "event": "call.ended", "timestamp": "NaN", "data": {"id": 1}}).encode(),
        b" " * 300_000,
    ],
)
def test_garbage_is_refused_and_nothing_is_kept(door: None, body: bytes) -> None:
    assert post(body) == 400
    assert rows() == 0


@pytest.mark.parametrize(
    "event", ["call.tagged", "user.connected.v2", "number.closed", "", None, ["call.ended"]]
)
def test_what_we_do_not_need_is_accepted_and_not_kept(door: None, event: Any) -> None:
    """A refusal would end, after some, in a telephony that tells us nothing any more."""
    assert post(recorded("answered")[0] | {"event": event}) == 200
    assert rows() == 0


def test_the_door_takes_posts_only(door: None) -> None:
    assert Client().get(DOOR).status_code == 405


def test_a_secret_door_is_nowhere_else(door: None, settings: Any) -> None:
    settings.TELEPHONY = replace(ACCOUNT, door="A" * 43)
    reload(urls)
    clear_url_caches()
    event = recorded("answered")[0]

    assert post(event) == 404
    assert post(event, f"/telephony/{'A' * 43}/") == 200


def test_a_word_costs_one_insert_and_reads_nothing(door: None) -> None:
    event = recorded("answered")[0]

    with CaptureQueriesContext(connection) as queries:
        post(event)

    said = [each["sql"].split()[0] for each in queries if each["sql"].split()[0] not in ("BEGIN", "COMMIT")]
    assert said == ["INSERT"]


def test_what_it_knows_of_people_is_not_kept_and_a_handled_word_says_nothing(door: None) -> None:
    post(recorded("answered")[0])
    kept = TelephonyEvent.objects.get()
    assert "Quetschlander" not in kept.payload
    assert TOKEN not in kept.payload
    assert "512 98 76" in kept.payload
    with connection.cursor() as cursor:
        cursor.execute("SELECT payload FROM callcentre_telephonyevent")
        assert "512" not in cursor.fetchone()[0]

    working.work(NOON)

    kept.refresh_from_db()
    assert (kept.payload, kept.handled_at, kept.fault) == ("", NOON, "")


def test_a_word_of_another_form_waits_says_so_and_is_read_when_it_can_be(
    door: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    good, strange = recorded("answered")[0], recorded("missed")[0]
    strange["data"]["direction"] = "sideways"
    tell(strange, good)
    waits = TelephonyEvent.objects.get(handled_at=None)
    assert (waits.fault, Call.objects.count()) == ("KeyError", 1)

    working.watch(waits.received_at + working.TOO_LATE)
    assert "1 words of the telephony have waited" in caplog.text

    monkeypatch.setitem(aircall.DIRECTIONS, "sideways", Direction.IN)
    assert working.work(NOON) == 1
    assert not TelephonyEvent.objects.filter(handled_at=None).exists()
    assert Call.objects.count() == 2


def test_words_are_forgotten_a_week_after_they_were_handled_and_a_month_if_never(door: None) -> None:
    good, strange = recorded("answered")[0], recorded("missed")[0]
    strange["data"]["started_at"] = "yesterday"
    tell(good, strange)
    TelephonyEvent.objects.update(received_at=NOON)

    gone = [working.forget_words(NOON + timedelta(days=days)) for days in (6, 7, 29, 30)]

    assert gone == [0, 1, 0, 1]


def test_no_log_line_tells_who_rang(door: None, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    strange = recorded("missed")[0]
    strange["data"]["answered_at"] = "+3225129876"

    tell(strange, *recorded("answered"))
    post(recorded("answered")[0] | {"token": "+3225129876"})
    post(b'{"raw_digits": "+3225129876"')

    assert "without a token" in caplog.text
    assert [word for word in ("129876", "12 98 76", "Quetschlander") if word in caplog.text] == []


@pytest.mark.parametrize(
    ("written", "is_read_as"),
    [
        ("+32 2 512 98 76", CALLER),
        ("+3225129876", CALLER),
        ("02 512 98 76", CALLER),
        ("0032 2 512 98 76", CALLER),
        ("+33 1 76 36 06 95", "+33176360695"),
        ("anonymous", ""),
        ("Restricted", ""),
        ("", ""),
        ("+32", ""),
        ("112", ""),
        ("sip:anna@example.org", ""),
        ("9" * 300, ""),
    ],
)
def test_a_number_is_read_however_it_is_written(written: str, is_read_as: str) -> None:
    assert e164(written) == is_read_as


def faults(settings: Any, **changes: Any) -> list[str | None]:
    settings.TELEPHONY = replace(ACCOUNT, **changes)
    return [each.id for each in checks.telephony(None)]


def test_a_telephony_without_its_proof_does_not_start(settings: Any) -> None:
    assert faults(settings) == faults(settings, provider="", tokens=()) == []
    assert faults(settings, tokens=()) == faults(settings, tokens=(TOKEN, "short")) == ["callcentre.E002"]
    assert faults(settings, provider="carrier-pigeon") == ["callcentre.E001"]
    assert faults(settings, door="short") == ["callcentre.E003"]
    assert faults(settings, api_token="") == ["callcentre.E004"]
