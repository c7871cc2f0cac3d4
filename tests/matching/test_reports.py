"""A report is written down once and holds a volunteer back, whoever asks, until it is settled."""

import pytest

from letters.kinds import kind
from letters.models import Letter
from matching import calls, candidates, claims, letters, openings, reports
from matching.models import Match
from matching.report_rows import Report, Side, Verdict, What
from requests_app.models import HelpRequest
from tests import cast
from tests.cast import NOON, invite
from tests.matching.reporting import DAY, LATER, WORDS, active, again, by_her, by_him, events, met, settle
from volunteers import holding, membership, reach
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db


@pytest.fixture
def match(nadia: HelpRequest, victor: Volunteer) -> Match:
    """Victor has said yes to Nadia."""
    return met(nadia, victor)


def test_what_she_says_is_written_down_once_and_the_team_hears_once(match: Match) -> None:
    first, second = by_her(match), by_her(match)

    assert first.pk == second.pk
    assert Report.objects.get().words == WORDS
    assert Letter.objects.filter(kind="reported", subject=first.uuid).count() == 1
    assert events(first) == [("report.person", "requester", {"what": "money"})]


def test_other_words_are_added_and_the_graver_thing_stands(match: Match) -> None:
    by_her(match, What.RUDE, "Il a crié.")
    by_her(match, What.CAME_IN, "Il est entré.")
    row = by_her(match, What.MONEY, "")

    row.refresh_from_db()
    assert (row.what, row.words) == (What.CAME_IN, "Il a crié.\n\nIl est entré.")
    assert [action for action, _by, _detail in events(row)] == ["report.person", "report.more"]
    assert Letter.objects.filter(kind="reported").count() == 1


def test_words_for_which_there_is_no_room_are_refused_and_not_cut(match: Match) -> None:
    for number in range(reports.ALL_WORDS // reports.MOST_WORDS - 1):
        by_her(match, words=f"{number}" * (reports.MOST_WORDS - 10))
    before = Report.objects.get().words

    with pytest.raises(reports.TooManyWords):
        by_her(match, words="x" * 2 * reports.MOST_WORDS)

    assert Report.objects.get().words == before


def test_both_sides_have_their_own_report(match: Match) -> None:
    hers, his = by_her(match), by_him(match)

    assert {hers.pk, his.pk} == set(Report.objects.open().values_list("pk", flat=True))
    assert events(his) == [("report.volunteer", f"volunteer:{match.volunteer.uuid}", {"what": "worried"})]


def test_after_the_verdict_a_new_report_is_a_new_row(match: Match) -> None:
    first = by_her(match)
    settle(first, Verdict.NOTHING)

    second = by_her(match)

    assert second.pk != first.pk
    assert again(match.volunteer).held_back_at == LATER


def test_who_is_reported_is_not_asked_by_letter_nor_by_phone_nor_shown_anything(
    match: Match, victor: Volunteer
) -> None:
    other, talk = cast.help_request(), cast.help_request(kind="listening")
    letter = invite(other, [victor])[0]
    for row in (other, talk):
        assert candidates.find(row, 5, LATER, by_phone=True)
    assert letters.invitations([letter.uuid])

    by_her(match)

    assert again(victor).held_back_at == LATER
    assert not active(victor).exists()
    for row in (other, talk):
        assert not candidates.find(row, 5, LATER)
        assert not candidates.find(row, 5, LATER, by_phone=True)
    assert not letters.invitations([letter.uuid]), "a letter that still waits is not sent"
    assert not openings.near(victor, LATER)
    assert openings.pick(victor, other, LATER) is None


def test_who_is_reported_takes_nothing_on_by_web_or_phone_and_keeps_what_he_has(
    match: Match, victor: Volunteer
) -> None:
    other = cast.help_request()
    letter = invite(other, [victor])[0]
    by_her(match)

    with pytest.raises(claims.HeldBack):
        claims.claim(letter, LATER)
    with pytest.raises(claims.HeldBack):
        calls.take_on(other, victor, "staff:1", LATER)

    assert claims.HeldBack in calls.REFUSALS
    assert claims.claim(match.invitation, LATER).pk == match.pk  # type: ignore[arg-type]
    match.refresh_from_db()
    assert match.is_live


def test_what_he_says_of_her_holds_nobody_back(match: Match, victor: Volunteer) -> None:
    by_him(match)

    assert again(victor).held_back_at is None
    assert active(victor).exists()


def test_a_pause_that_ends_does_not_bring_him_back_and_his_own_pause_stays(
    match: Match, victor: Volunteer
) -> None:
    row = by_her(match)
    membership.pause(victor, LATER + 9 * DAY)
    membership.pause(victor, None)
    reach.rebuild()
    assert not active(victor).exists()

    membership.pause(victor, LATER + 9 * DAY)
    settle(row, Verdict.NOTHING)

    assert again(victor).held_back_at is None
    assert not active(victor).exists(), "he is taking a pause"


def test_what_may_be_said_when(match: Match, nadia: HelpRequest) -> None:
    assert list(reports.about(nadia, NOON + 29 * DAY)) == [match]
    assert not reports.about(nadia, NOON + 30 * DAY).exists()
    assert reports.may_say(match, NOON + 90 * DAY), "as long as he is on it"
    claims.done(match, "volunteer", NOON + 90 * DAY)

    assert reports.may_say(match, NOON + 119 * DAY)
    assert not reports.may_say(match, NOON + 120 * DAY)


@pytest.mark.parametrize("side", Side)
def test_the_letter_to_the_team_has_no_personal_data(match: Match, side: Side) -> None:
    row = reports.report(match, side, What.OTHER, WORDS, LATER)

    message = kind("reported").compose(row.uuid)

    assert message
    assert set(message.context) == {"reference", "button_url"}
    assert message.context["reference"] == match.help_request.spoken_reference
    assert message.context["button_url"].endswith(f"/admin/matching/report/{row.pk}/change/")
    reports.close(row, Verdict.NOTHING, by="staff:1", now=LATER)
    assert kind("reported").compose(row.uuid) is None, "settled before it went out"


def test_holding_back_twice_keeps_the_first_moment(victor: Volunteer) -> None:
    holding.hold_back(victor, NOON)
    holding.hold_back(victor, LATER)
    assert again(victor).held_back_at == NOON

    holding.help_again(victor)
    holding.help_again(victor)
    assert again(victor).held_back_at is None
