"""What is kept of who was stopped: a fingerprint, for a year; and no stranger learns of it."""

import re
from importlib import import_module
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from letters.models import Letter
from matching import claims, endings, mydata, reports
from matching.tasks import FORGETTING
from privacy.retention import TRACE
from tests import cast
from tests.cast import NOON, invite
from tests.matching.reporting import again, by_her, met
from tests.volunteers.conftest import url
from tests.volunteers.stopped import (
    EMAIL,
    OTHER_PHONE,
    PHONE,
    SECOND,
    blocked,
    hugo,
    left_while_held,
)
from volunteers import membership, migrations, traces
from volunteers.models import Status, Trace

pytestmark = pytest.mark.django_db


def test_a_trace_is_forgotten_after_a_year_and_not_before() -> None:
    assert traces.forget_traces in FORGETTING
    left_while_held()
    assert Trace.objects.count() == 2
    leaves = NOON + TRACE

    traces.forget_traces(leaves - SECOND)
    assert Trace.objects.count() == 2
    traces.forget_traces(leaves)
    assert not Trace.objects.exists()
    assert cast.volunteer(phone=PHONE, email=EMAIL).held_back_at is None


def test_a_trace_stays_while_he_is_here_and_stopped_or_somebody_waits_for_our_word() -> None:
    blocked()
    left = cast.volunteer(phone=OTHER_PHONE)
    by_her(met(cast.help_request(), left))
    endings.volunteer_leaves(left, NOON)
    new = cast.volunteer(phone=OTHER_PHONE)

    traces.forget_traces(NOON + 2 * TRACE)
    assert Trace.objects.filter(volunteer__status=Status.ACTIVE).count() == 4, "the blocked one, the new one"
    assert again(new).held_back_at
    assert new.returns.open().exists()

    reports.not_the_same(new, by="staff:1", now=NOON)
    traces.forget_traces(NOON + 2 * TRACE)
    assert set(Trace.objects.values_list("volunteer__phone_index", flat=True)) != {""}
    assert not Trace.objects.filter(volunteer=left).exists()


def dump() -> str:
    """All tables of the house, locked columns opened."""
    out = StringIO()
    call_command("dumpdata", stdout=out)
    return out.getvalue()


def test_a_full_dump_after_he_left_holds_neither_phone_nor_address() -> None:
    gone = hugo()
    by_her(met(cast.help_request(), gone))
    assert PHONE in dump(), "the negative control"
    assert EMAIL in dump()

    endings.volunteer_leaves(gone, NOON)

    assert [each for each in (PHONE, PHONE[3:], EMAIL) if each in dump()] == []
    assert Trace.objects.count() == 2


def test_the_visitor_gets_the_same_answers_and_letters_as_anybody(client: Client) -> None:
    blocked()
    answers = []
    for phone, email, next_phone in (
        (PHONE, "one@example.net", "0470 55 51 12"), (OTHER_PHONE, "two@example.net", "0470 55 51 13"),
    ):  # fmt: skip
        membership.register(cast.sign_up(phone=phone, email=email), timezone.now())
        new = membership.find_by_email(email)
        assert new
        token, own = new.token("confirm"), new.token("own")
        link = url("confirm", token)
        pressed = client.post(link)
        page = client.get(link).content.decode()
        changed = client.post(url("reach_me", own), {"phone": next_phone, "email": ""})
        kinds = list(Letter.objects.filter(subject=new.uuid).order_by("pk").values_list("kind", flat=True))
        told = mydata.of(again(new))
        assert bool(new.held_back_at) is (phone == PHONE)
        assert "return." not in str(told["diary"])
        assert "held_back_at" not in told["me"]
        answers.append(
            (
                pressed.status_code, pressed["Location"] == link, mask(page, token, own), kinds,
                changed.status_code, changed["Location"] == url("own", own),
                [each["action"] for each in told["diary"]],
            )
        )  # fmt: skip

    assert answers[0] == answers[1]


def mask(page: str, *tokens: str) -> str:
    """Without the marks against forged presses, and with no name of whose page it is."""
    for each in tokens:
        page = page.replace(each, "…")
    return "\n".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line)


def test_his_page_says_the_calm_sentence_and_no_reason(client: Client) -> None:
    blocked()
    new, reported, free = cast.volunteer(phone=PHONE), cast.volunteer(), cast.volunteer()
    by_her(met(cast.help_request(), reported))
    notes = []
    for each in (new, reported, free):
        page = client.get(url("own", each.token("own"))).content.decode()
        notes.append(re.findall(r'<p class="note">.*?</p>', page))

    assert notes[0] == notes[1] != notes[2] == []
    with pytest.raises(claims.HeldBack):
        claims.claim(invite(cast.help_request(), [new])[0], NOON)


def test_who_is_stopped_already_when_this_comes_is_known_too() -> None:
    blocked()
    held = cast.volunteer()
    by_her(met(cast.help_request(), held))
    Trace.objects.all().delete()
    (name,) = [each.stem for each in Path(str(migrations.__path__[0])).glob("*_who_comes_back.py")]

    import_module(f"volunteers.migrations.{name}").keep_traces(apps, SimpleNamespace(connection=connection))

    assert Trace.objects.filter(why="blocked").count() == Trace.objects.filter(why="held").count() == 2
    assert cast.volunteer(phone=PHONE).held_back_at
