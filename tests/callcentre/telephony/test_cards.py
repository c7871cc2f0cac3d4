"""The card on the telephony: who it may be, no word of health, once a call; and its bad days hurt nobody."""

import base64
import logging
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User

from callcentre.models import Call
from callcentre.telephony import aircall as aircall_module
from callcentre.telephony import cards
from outside.models import Peer
from requests_app.models import HelpRequest
from tests import cast
from tests.callcentre.telephony.line import ACCOUNT, Line, later, recorded, tell
from tests.cast import NOON

pytestmark = pytest.mark.django_db
SOON = NOON + timedelta(seconds=20)


def rings(*requests: dict[str, Any], events: int = 2) -> list[HelpRequest]:
    """These are asked for by one number, and then it rings."""
    made = [cast.help_request(phone="+3225129876", name="Zénobie Quetschlander", **each) for each in requests]
    tell(*recorded("answered")[:events])
    return made


def test_the_card_says_first_name_place_and_state_and_leads_to_our_desk(
    aircall: Line, ana: User, settings: Any
) -> None:
    rings({"kind": "chemist", "notes": "insuline"}, {"kind": "groceries"})

    assert cards.show_due(SOON) == 1

    ((path, key, card),) = aircall.cards
    assert path == "/v1/calls/7001/insight_cards"
    assert base64.b64decode(key.removeprefix("Basic ")) == b"our-id:our-key"
    title, *lines = card["contents"]
    assert title == {
        "type": "title",
        "text": "Zénobie, 1050 Bruxelles / Ixelles",
        "link": f"{settings.BASE_URL}/operator/call/{Call.objects.get().uuid}/",
    }
    assert [line["label"] for line in lines] == ["Courses", "Chercher ou déposer quelque chose"]
    assert {line["text"] for line in lines} == {"ouverte"}
    said = str(card).lower()
    assert [word for word in ("pharm", "insuline", "129876", "canari", "quetsch") if word in said] == []


def test_the_card_speaks_the_operators_language(aircall: Line, ben: User) -> None:
    rings({"kind": "chemist"}, events=3)

    cards.show_due(SOON)

    assert aircall.cards[0][2]["contents"][0]["text"] == "Zénobie, 1050 Brussel / Elsene"


def test_who_has_no_open_request_is_a_card_with_the_link_alone(aircall: Line, ana: User) -> None:
    rings()

    cards.show_due(SOON)

    (title,) = aircall.cards[0][2]["contents"]
    assert Call.objects.get().uuid.hex in title["link"].replace("-", "")


def test_a_call_has_one_card_however_often_it_is_due(aircall: Line, ana: User) -> None:
    rings()

    assert [cards.show_due(SOON) for _time in range(3)] == [1, 0, 0]
    tell(*recorded("answered")[2:4])
    cards.show_due(SOON)

    assert len(aircall.cards) == 1


def test_no_card_for_who_hides_her_number_has_hung_up_was_rung_by_us_or_rang_long_ago(
    aircall: Line, ana: User
) -> None:
    tell(*later(recorded("answered", raw_digits="anonymous")[:2], 0, 7201))
    tell(*later(recorded("answered"), 0, 7202))
    tell(*later(recorded("outbound")[:1], 0, 7203))
    tell(*later(recorded("answered")[:2], -600, 7204))

    assert cards.show_due(SOON) == 0
    assert aircall.cards == []


def test_without_a_key_nothing_is_told(aircall: Line, ana: User, settings: Any) -> None:
    rings()
    settings.TELEPHONY = replace(settings.TELEPHONY, api_id="", api_token="")

    assert cards.show_due(SOON) == 0
    assert aircall.cards == []


def test_a_telephony_that_is_away_is_tried_again_then_left_alone_for_a_minute(
    aircall: Line, ana: User
) -> None:
    rings()
    aircall.status = 503

    for _time in range(7):
        cards.show_due(SOON)
    assert len(aircall.cards) == cards.TELEPHONY.most == 5

    aircall.status = 200
    assert cards.show_due(SOON + timedelta(seconds=59)) == 0
    assert cards.show_due(SOON + timedelta(seconds=60)) == 1


def test_a_key_that_is_refused_is_not_tried_again_for_an_hour(
    aircall: Line, ana: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    rings()
    aircall.status = 403
    cards.show_due(SOON)

    tell(*later(recorded("answered")[:2], 60, 7205))
    cards.show_due(SOON + timedelta(minutes=1))

    assert len(aircall.cards) == 1
    assert "no card on the telephony: 403" in caplog.text
    assert Peer.objects.get(pk="telephony").rests_until == SOON + timedelta(hours=1)


@pytest.mark.parametrize(("asks_for", "rests"), [("120", 120), ("soon", 60), (str(10**9), 86_400)])
def test_whoever_has_too_much_to_do_says_when_to_come_back(
    aircall: Line, ana: User, asks_for: str, rests: int
) -> None:
    rings()
    aircall.status, aircall.headers = 429, {"Retry-After": asks_for}

    cards.show_due(SOON)

    assert Peer.objects.get(pk="telephony").rests_until == SOON + timedelta(seconds=rests)


def test_a_call_that_is_over_there_is_not_asked_about_again_and_blows_no_fuse(
    aircall: Line, ana: User
) -> None:
    rings()
    aircall.status = 404

    assert [cards.show_due(SOON) for _time in range(2)] == [0, 0]
    assert len(aircall.cards) == 1
    assert not Peer.objects.filter(failures__gt=0).exists()


def test_a_telephony_that_is_silent_may_have_shown_it_so_it_is_not_told_twice(
    aircall: Line, ana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aircall_module, "TIMEOUT_SECONDS", 0.2)
    rings()
    aircall.silent = True

    assert [cards.show_due(SOON) for _time in range(2)] == [0, 0]
    assert len(aircall.cards) == 1


def test_while_it_is_silent_its_words_come_in_as_ever(aircall: Line, ana: User) -> None:
    """The door asks nobody outside: were it to wait here, this would fail by the stand-in's ten seconds."""
    aircall.silent = True

    tell(*recorded("answered"))

    assert Call.objects.get().operator == ana
    assert aircall.cards == []


def test_where_nobody_listens_the_next_round_tries_again(aircall: Line, ana: User, settings: Any) -> None:
    rings()
    here = settings.TELEPHONY
    settings.TELEPHONY = replace(ACCOUNT, api_url="http://127.0.0.1:1")
    assert cards.show_due(SOON) == 0

    settings.TELEPHONY = here
    assert cards.show_due(SOON) == 1
