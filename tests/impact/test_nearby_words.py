"""What the week's letter to idle volunteers says: published figures, nothing under five, nobody's row."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.kinds import OFFERS
from impact import nearby
from impact.areas import name_of
from letters import compose
from matching.expectation import Expectation, Sort
from matching.models import Match
from tests.cast import LEUVEN
from tests.house.impact_scenes import SUNDAY
from tests.impact.nearby_cast import HERE, NOW, WEEK, message_to, publish, reader

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _tuesday(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is rendered is rendered then."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def test_it_tells_what_his_canton_has_more_than_the_week_before_and_in_all() -> None:
    publish(SUNDAY - WEEK, here=215)
    publish(here=240)
    message = message_to(reader())

    assert message
    assert [each[1:] for each in message.context["figures"]] == [("25", "240")] * len(nearby.TOLD)
    subject, text, html = compose.render(message)
    assert name_of(HERE, "fr") in text
    assert "25" in text
    assert len(html.encode()) < 10 * 1024
    assert "22" in subject
    assert message.context["button_url"] in text
    assert message.unsubscribe_url in text


@pytest.mark.parametrize(("here", "postcode"), [(0, "1050"), (240, "3000"), (240, "0001")])
def test_where_there_is_nothing_to_tell_it_tells_of_the_whole_country(here: int, postcode: str) -> None:
    publish(here=here, everywhere=1245)
    message = message_to(reader(at=LEUVEN, postcode=postcode))

    assert message
    assert message.context["area"] == ""
    assert message.context["figures"][0][2] == "1\N{NO-BREAK SPACE}245"


def test_while_nobody_has_been_helped_anywhere_no_letter_goes() -> None:
    publish(here=0, everywhere=0)
    me = reader()

    assert nearby.post_due(NOW) == 0
    assert message_to(me) is None


def numbers(text: str) -> set[int]:
    """Every number that a letter tells; days, addresses, keys and the service's own number are none."""
    told = text.split("\n-- \n")[0]
    for each in (r"https?://\S+", r"\d+ (November|november|novembre)"):
        told = re.sub(each, "", told)
    return {int(each) for each in re.findall(r"\d+", told)}


@pytest.mark.parametrize("near", [0, 1, 4, 9, 18, 19, 20, 40, 90])
def test_no_number_under_five_is_told_whatever_happened(near: int, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(SUNDAY - WEEK, here=235, everywhere=1240)
    publish(here=240, everywhere=1240)
    sort = Sort.MORE if near > 80 else Sort.ABOUT if near >= 4 else Sort.RARELY if near else Sort.UNKNOWN
    expected = Expectation(sort, 20 if near > 80 else round(near / 4) if near >= 4 else 0)
    monkeypatch.setattr(
        "impact.nearby.expectation.near_each", lambda people, _now: {each.pk: expected for each in people}
    )
    message = message_to(reader(language="en", languages=["en"]))

    assert message
    text = compose.render(message)[1]
    assert {5, 240} <= numbers(text)
    assert min(numbers(text)) >= 5
    assert ("fewer than five" in text) == (expected.a_week < 5 and sort is not Sort.UNKNOWN)
    assert ("about" in text) == (sort is Sort.ABOUT and expected.a_week >= 5)


def test_the_look_for_small_numbers_sees_them() -> None:
    assert numbers("about 3 requests a week up to 22 November\nhttps://x.be/7\n\n-- \n0800 1") == {3}


def test_it_reads_no_locked_column_but_name_and_address_and_no_row_is_counted_anew() -> None:
    publish()
    me = reader(kinds=OFFERS[0].bit)
    with CaptureQueriesContext(connection) as seen:
        nearby.weeks_near([me.uuid])

    said = " ".join(each["sql"] for each in seen.captured_queries)
    for column in ('"street"', '"phone"', '"code_word"', '"notes"'):
        assert column not in said
    assert "matching_match" in said  # the look sees which tables are asked
    assert not Match.objects.exists()
