"""A coordinator settles a report, the volunteer helps again or not, and the words are forgotten."""

from datetime import timedelta

import pytest

from matching import candidates, claims, endings, mydata, openings, reports, verdicts
from matching.models import Match, Outcome
from matching.report_rows import Report, Verdict, What
from matching.tasks import FORGETTING
from requests_app import erasure
from requests_app.lifecycle import IllegalMove
from requests_app.models import HelpRequest, Status
from tests import cast
from tests.cast import NOON, invite
from tests.matching.reporting import DAY, LATER, WORDS, active, again, by_her, by_him, events, met, settle
from volunteers.models import Reach, Volunteer
from volunteers.models import Status as Standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def match(nadia: HelpRequest, victor: Volunteer) -> Match:
    """Victor has said yes to Nadia."""
    return met(nadia, victor)


@pytest.mark.parametrize("verdict", [Verdict.NOTHING, Verdict.SPOKEN])
def test_the_last_verdict_lets_him_help_again(match: Match, victor: Volunteer, verdict: Verdict) -> None:
    second = claims.claim(invite(cast.help_request(), [victor])[0], NOON)
    rows = by_her(match), by_her(second)

    assert settle(rows[0], verdict)
    assert again(victor).held_back_at
    assert settle(rows[1], verdict)
    assert not settle(rows[1], verdict), "a second press finds it settled"

    assert again(victor).held_back_at is None
    assert active(victor).exists()
    rows[1].refresh_from_db()
    assert (rows[1].verdict, rows[1].settled_by, rows[1].settled_at) == (verdict, "staff:1", LATER + DAY)
    assert events(rows[1])[1:] == [("report.settled", "staff:1", {"verdict": verdict.value})]


def test_after_a_talk_he_is_not_sent_to_her_again_but_to_others(match: Match, victor: Volunteer) -> None:
    claims.done(match, "volunteer", NOON)
    row = by_her(match)
    settle(row, Verdict.SPOKEN)
    others = cast.help_request(phone="+3225550199")
    hers = [cast.help_request(), cast.help_request(kind="listening")]
    letter, second = invite(hers[0], [victor])[0], cast.volunteer()

    for each in hers:
        assert [one.volunteer_id for one in candidates.find(each, 5, LATER, by_phone=True)] == [second.pk]
        assert openings.pick(victor, each, LATER) is None
    assert candidates.helpers(cast.help_request(), LATER) == []
    with pytest.raises(claims.AlreadyTaken):
        claims.claim(letter, LATER)
    assert {each.help_request.pk for each in openings.near(victor, LATER)} == {others.pk}
    assert victor.pk in {each.volunteer_id for each in candidates.find(others, 5, LATER)}

    Report.objects.update(verdict=Verdict.NOTHING)
    assert [each.volunteer_id for each in candidates.helpers(cast.help_request(), LATER)] == [victor.pk]
    assert victor.pk in {each.volunteer_id for each in candidates.find(hers[1], 5, LATER)}
    assert claims.claim(letter, LATER).is_live


def test_many_whom_she_has_reported_do_not_hide_who_is_left(victor: Volunteer) -> None:
    for _number in range(5):
        row = claims.claim(invite(cast.help_request(), [cast.volunteer()])[0], NOON)
        settle(by_her(row), Verdict.SPOKEN)
        endings.cancel(row.help_request, by="requester", now=NOON)

    assert [each.volunteer_id for each in candidates.find(cast.help_request(), 1, LATER)] == [victor.pk]


def test_blocking_settles_all_about_him_and_frees_his_tasks(match: Match, victor: Volunteer) -> None:
    second = claims.claim(invite(cast.help_request(), [victor])[0], NOON)
    first, other = by_her(match), by_her(second)
    epoch = victor.epoch

    assert settle(first, Verdict.BLOCKED)

    assert again(victor).blocked_at
    assert victor.epoch == epoch + 1
    assert set(Report.objects.values_list("verdict", flat=True)) == {Verdict.BLOCKED}
    assert events(other)[-1] == ("report.settled", "staff:1", {"verdict": "blocked"})
    assert set(Match.objects.values_list("outcome", flat=True)) == {Outcome.RELEASED}
    assert not active(victor).exists()


def test_who_is_blocked_elsewhere_has_no_open_report_left(match: Match, victor: Volunteer) -> None:
    hers, his = by_her(match), by_him(match)

    endings.block_volunteer(victor, by="staff:1", now=LATER)

    assert [each.pk for each in Report.objects.open()] == [his.pk]
    hers.refresh_from_db()
    assert hers.verdict == Verdict.BLOCKED


def test_who_leaves_is_still_settled(match: Match, victor: Volunteer) -> None:
    row = by_her(match)
    endings.volunteer_leaves(victor, LATER)

    assert settle(row, Verdict.SPOKEN)

    assert (again(victor).status, victor.held_back_at) == (Standing.LEFT, None)
    assert not Reach.objects.filter(volunteer=victor).exists()


def test_his_report_may_end_the_request(match: Match) -> None:
    row = by_him(match, What.NOT_RIGHT)
    assert verdicts.possible(row) == (Verdict.SETTLED, Verdict.CANCELLED)

    assert settle(row, Verdict.CANCELLED)

    match.refresh_from_db()
    assert HelpRequest.objects.get(pk=match.help_request_id).status == Status.CANCELLED
    assert match.outcome == Outcome.ENDED
    assert verdicts.possible(Report.objects.get()) == ()


def test_a_request_that_has_ended_meanwhile_leaves_the_report_open(match: Match) -> None:
    row = by_him(match)
    endings.cancel(match.help_request, by="requester", now=LATER)

    with pytest.raises(IllegalMove):
        settle(row, Verdict.CANCELLED)

    assert Report.objects.open().get() == row
    fresh = Report.objects.get()
    assert verdicts.possible(fresh) == (Verdict.SETTLED,)


def test_the_words_go_with_the_request_when_she_wants_to_be_forgotten(match: Match) -> None:
    hers, his, other = by_her(match), by_him(match), by_her(another())
    assert not reports.forget(match.help_request, LATER), "it is under way"
    assert hers.words
    endings.cancel(match.help_request, by="requester", now=LATER)

    assert reports.forget(match.help_request, LATER)

    words = dict(Report.objects.values_list("pk", "words"))
    assert words == {hers.pk: "", his.pk: "", other.pk: WORDS}
    assert HelpRequest.objects.get(pk=match.help_request_id).erased_at == LATER


def another() -> Match:
    return claims.claim(invite(cast.help_request(), [cast.volunteer()])[0], NOON)


def test_the_words_go_by_night_with_the_request_or_thirty_days_after_the_verdict(match: Match) -> None:
    assert reports.forget_reports in FORGETTING
    assert FORGETTING.index(reports.forget_reports) > FORGETTING.index(erasure.forget_ended)
    ended, settled = by_her(match), by_her(another())
    stays = by_her(another())
    settle(settled, Verdict.SPOKEN)  # a day later
    endings.cancel(match.help_request, by="requester", now=NOON)

    for moment, left in (
        (NOON + 30 * DAY - timedelta(seconds=1), {ended.pk, settled.pk, stays.pk}),
        (NOON + 30 * DAY, {settled.pk, stays.pk}),
        (LATER + 31 * DAY - timedelta(seconds=1), {settled.pk, stays.pk}),
        (LATER + 31 * DAY, {stays.pk}),
    ):
        erasure.forget_ended(moment)
        reports.forget_reports(moment)
        written = {each.pk for each in Report.objects.all() if each.words}
        assert written == left, moment
    assert reports.forget_reports(LATER + 31 * DAY) == 0
    reports.forget_reports(LATER + 366 * DAY)
    assert {each.pk for each in Report.objects.all()} == {ended.pk, stays.pk}, "what is open stays"


def test_his_own_file_has_what_he_said_and_nothing_of_what_was_said_of_him(
    match: Match, victor: Volunteer
) -> None:
    by_her(match, What.MONEY, "Il a gardé la monnaie")
    by_him(match, What.WORRIED, "Elle ne mange plus")

    found = mydata.of(again(victor))

    assert [(each["what"], each["words"]) for each in found["reported"]] == [
        ("worried", "Elle ne mange plus")
    ]
    text = str(found)
    for secret in ("monnaie", "money", "held_back", "report.person"):
        assert secret not in text
    assert "report.volunteer" in {each["action"] for each in found["diary"]}
