"""After a task: how long it took, a word to the team, and a certificate that says no more than it knows."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import translation

from catalogue.kinds import KINDS
from matching import claims, telling
from matching.models import Match, Outcome
from privacy.retention import ENDED_REQUEST
from requests_app.models import HelpRequest
from tests import cast
from tests.cast import NOON, invite
from tests.volunteers.conftest import url
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _in_english() -> None:
    translation.activate("en")


def done(volunteer: Volunteer, at: Any = NOON, **facts: Any) -> Match:
    """A task that is done."""
    match = claims.claim(invite(cast.help_request(**facts), [volunteer])[0], at)
    claims.done(match, "volunteer", at)
    return match


def path(match: Match, end: str = "how-long/") -> str:
    return f"/en/c/{match.token()}/{end}"


def test_it_is_asked_on_the_page_of_thanks_and_asked_once(client: Client, victor: Volunteer) -> None:
    match = done(victor)
    thanks = path(match, "")
    assert "About how long did it take?" in client.get(thanks).content.decode()

    for _press in range(2):
        answer = client.post(path(match), {"minutes": "60", "note": "All was well.\r\nShe smiled."})
        assert answer["Location"] == thanks

    match.refresh_from_db()
    assert (match.minutes, match.note) == (60, "All was well.\nShe smiled.")
    assert "About how long did it take?" not in client.get(thanks).content.decode()


def test_both_are_free_and_nothing_told_changes_nothing(client: Client, victor: Volunteer) -> None:
    match = done(victor)

    assert client.post(path(match), {"minutes": "", "note": " "}).status_code == 302

    match.refresh_from_db()
    assert (match.minutes, match.note, match.noted_at) == (None, "", None)
    assert not telling.tell(match, None, "", NOON)
    assert telling.tell(match, None, "A word", NOON)
    assert telling.tell(match, 30, "", NOON)
    match.refresh_from_db()
    assert (match.minutes, match.note) == (30, "A word")


def test_an_error_keeps_the_words_and_stands_beside_the_field(client: Client, victor: Volunteer) -> None:
    match, long = done(victor), "a" * 501

    shown = client.post(path(match), {"minutes": "7", "note": long}, follow=True).content.decode()

    assert shown.count("Please write a little less.") == shown.count("Choose how long.") == 2
    assert long in shown
    assert client.get(path(match, "")).context["form"].errors, "and after a reload"


@pytest.mark.parametrize("live", [True, False])
def test_of_a_task_that_is_not_done_nothing_is_told(
    client: Client, nadia: HelpRequest, victor: Volunteer, live: bool
) -> None:
    match = claims.claim(invite(nadia, [victor])[0], NOON)
    if not live:
        claims.not_reached(match, "volunteer", NOON)

    for data in ({"minutes": "60", "note": "x"}, {"minutes": "7"}):
        assert client.post(path(match), data).status_code == 302

    match.refresh_from_db()
    assert (match.minutes, match.note) == (None, "")


def test_a_word_is_locked_and_erased_with_the_request(victor: Volunteer) -> None:
    match = done(victor)
    telling.tell(match, 60, "Nadia has a dog", NOON)
    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM matching_match")
        assert "Nadia" not in cursor.fetchone()[0]

    assert telling.forget_notes(NOON + ENDED_REQUEST - timedelta(seconds=1)) == 0
    assert telling.forget_notes(NOON + ENDED_REQUEST) == 1
    assert telling.forget_notes(NOON + 2 * ENDED_REQUEST) == 0

    match.refresh_from_db()
    assert (match.note, match.noted_at, match.minutes) == ("", None, 60)


def test_the_certificate_sums_what_was_told_and_says_what_is_a_guess(victor: Volunteer) -> None:
    assert telling.certificate(victor) is None
    first = done(victor, NOON)
    done(victor, NOON + 2 * DAY, kind="chemist")
    telling.tell(first, 120, "", NOON)
    claims.claim(invite(cast.help_request(), [victor])[0], NOON + 3 * DAY)  # not done: does not count

    paper = telling.certificate(victor)

    assert paper == telling.Certificate(2, 165, 1, NOON.date(), (NOON + 2 * DAY).date())
    assert paper.hours == 2
    assert all(15 <= kind.minutes <= 120 for kind in KINDS)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (0, "The volunteer told no hours."),
        (1, "For 1 of 2 tasks the hours were told by the volunteer."),
        (2, "The hours were told by the volunteer."),
    ],
)
def test_the_paper_says_whence_the_hours_come_and_names_nobody_else(
    client: Client, victor: Volunteer, told: int, words: str
) -> None:
    matches = [done(victor), done(victor, NOON + DAY)]
    for match in matches[:told]:
        telling.tell(match, 60, "", NOON)

    shown = client.get(url("certificate", victor.token("own"))).content.decode()

    assert words in shown
    assert "Victor Horta" in shown
    assert "<b>2 times</b>" in shown
    assert "Nadia" not in shown
    assert "Zephirine" not in shown


def test_before_the_first_task_there_is_no_paper_and_no_link_to_one(
    client: Client, victor: Volunteer
) -> None:
    paper, own = (url(view, victor.token("own")) for view in ("certificate", "own"))

    assert "No certificate yet" in client.get(paper).content.decode()
    assert paper not in client.get(own).content.decode()
    done(victor)
    assert paper in client.get(own).content.decode()


def test_what_he_did_before_is_told_in_words_without_any_person(client: Client, victor: Volunteer) -> None:
    back = claims.claim(invite(cast.help_request(), [victor])[0], NOON)
    claims.give_back(back, Outcome.GIVEN_BACK, "volunteer", NOON)
    done(victor, kind="chemist")

    shown = client.get(url("own", victor.token("own"))).content.decode()

    assert "you gave it back" in shown
    assert "An errand, Monday 23 November · you have helped, thank you" in " ".join(shown.split())
    assert "Chemist" not in shown
    assert "Nadia" not in shown
