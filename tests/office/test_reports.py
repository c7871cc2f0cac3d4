"""Reports in the office: a queue, a list, covered words, and a verdict by two presses."""

import html
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from matching import reports
from matching.models import Match
from matching.report_rows import Report, Side, Verdict, What
from office import queues
from office.ages import Level
from privacy.models import Event
from requests_app.models import HelpRequest, Status
from tests import staff
from tests.office import world
from tests.office.test_story import page_of

WORDS = "Il a gardé la monnaie"
LIST = reverse("admin:matching_report_changelist")


@pytest.fixture
def match(db: None) -> Match:
    """A volunteer is on a task."""
    return world.claim(timezone.now())


@pytest.fixture
def hers(match: Match) -> Report:
    """The person has said something about him."""
    return reports.report(match, Side.PERSON, What.MONEY, WORDS, timezone.now())


@pytest.fixture
def his(match: Match) -> Report:
    """He has said something about the person."""
    return reports.report(match, Side.VOLUNTEER, What.WORRIED, WORDS, timezone.now())


def page(row: Report) -> str:
    return reverse("admin:matching_report_change", args=[row.pk])


def act(row: Report, verdict: str) -> str:
    return reverse("admin:matching_report_act", args=[row.pk, verdict])


def read(desk: Client, path: str) -> str:
    return html.unescape(desk.get(path).content.decode())


@pytest.mark.parametrize(
    ("age", "level"),
    [
        (timedelta(minutes=59), Level.FRESH),
        (timedelta(hours=1), Level.LATE),
        (timedelta(hours=4), Level.LONG),
    ],
)
def test_an_hour_is_late_and_four_are_too_long(
    coordinator: User, hers: Report, age: timedelta, level: Level
) -> None:
    now = hers.created_at + age

    (queue,) = [each for each in queues.look(coordinator, now) if each.code == "reported"]

    assert queue.count == 1
    assert queue.age
    assert queue.age.level == level


def test_the_list_of_the_queue_shows_what_it_counts_and_no_words(
    desk: Client, coordinator: User, hers: Report, his: Report
) -> None:
    reports.close(his, Verdict.SETTLED, by="staff:1", now=timezone.now())
    (queue,) = [each for each in queues.look(coordinator, timezone.now()) if each.code == "reported"]

    answer = desk.get(queue.url)

    assert answer.context["cl"].result_count == queue.count == 1
    text = html.unescape(answer.content.decode())
    assert hers.match.help_request.spoken_reference in text
    assert not [secret for secret in (WORDS, "Horta", "Zephirine") if secret in text]
    assert desk.get(LIST).context["cl"].result_count == 2


def test_words_are_covered_until_a_press_that_is_written_down(
    desk: Client, coordinator: User, hers: Report
) -> None:
    assert WORDS not in read(desk, page(hers))
    show = reverse("admin:matching_report_show", args=[hers.pk])
    assert desk.get(show).status_code == 405
    assert not Event.objects.filter(action="contact.shown").exists()

    desk.post(show)

    assert WORDS in read(desk, page(hers))
    assert Event.objects.get(action="contact.shown").subject == hers.uuid
    assert WORDS not in read(staff.browser_of(staff.member("coordinator")), page(hers))
    for row in (hers.match.help_request, hers.match.volunteer):
        assert WORDS not in page_of(row, desk)
        assert "Personal data was shown to the team" in page_of(row, desk)


def test_the_story_of_both_tells_it_and_has_the_acts(desk: Client, hers: Report) -> None:
    for row in (hers.match.help_request, hers.match.volunteer):
        told = page_of(row, desk)
        assert "The person says that something was not right: asked for money, or kept the change" in told
        assert [each for each in ("nothing", "spoken", "blocked") if act(hers, each) not in told] == []
        assert act(hers, "settled") not in told
    assert "held back since" in page_of(hers.match.volunteer, desk)
    assert "Letter to the team: something was not right" in page_of(hers.match.help_request, desk)


def test_a_verdict_asks_first_and_counts_once(desk: Client, coordinator: User, hers: Report) -> None:
    path = act(hers, "spoken")
    assert "You have spoken with both." in read(desk, path)
    assert Report.objects.open().exists()

    said = [html.unescape(desk.post(path, follow=True).content.decode()) for _press in range(2)]

    assert "the volunteer helps again: done." in said[0]
    assert "it is so already" in said[1]
    hers.refresh_from_db()
    assert (hers.verdict, hers.settled_by) == (Verdict.SPOKEN, f"staff:{coordinator.pk}")
    hers.match.volunteer.refresh_from_db()
    assert hers.match.volunteer.held_back_at is None
    assert Event.objects.filter(action="report.settled").count() == 1
    assert "Settled what was reported: spoken with both" in page_of(hers.match.volunteer, desk)
    assert act(hers, "nothing") not in page_of(hers.match.volunteer, desk)


def test_the_volunteer_is_blocked_from_here(desk: Client, hers: Report) -> None:
    desk.post(act(hers, "blocked"))

    hers.match.volunteer.refresh_from_db()
    assert hers.match.volunteer.blocked_at
    assert not Match.objects.live().exists()
    assert Report.objects.get().verdict == Verdict.BLOCKED


def test_his_report_is_settled_with_or_without_the_request(desk: Client, his: Report) -> None:
    assert "blocked" not in [code for code, _label in desk.get(page(his)).context["acts"]]
    assert "it is so already" in html.unescape(desk.post(act(his, "blocked"), follow=True).content.decode())

    desk.post(act(his, "cancelled"))

    assert HelpRequest.objects.get(pk=his.match.help_request_id).status == Status.CANCELLED
    assert Report.objects.get().verdict == Verdict.CANCELLED


def test_a_request_that_ends_between_the_two_presses_is_said(
    desk: Client, his: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matching.verdicts.possible", lambda row: (Verdict.CANCELLED,))
    HelpRequest.objects.update(status=Status.CANCELLED, ended_at=timezone.now(), taken=0)

    said = html.unescape(desk.post(act(his, "cancelled"), follow=True).content.decode())

    assert "Nothing was done" in said
    assert Report.objects.open().exists()


def test_what_is_no_report_or_no_verdict_is_not_found(desk: Client, hers: Report) -> None:
    assert desk.get(act(hers, "burn")).status_code == 404
    for odd in ("x", "9" * 30, hers.pk + 1):
        assert desk.get(f"{LIST}{odd}/change/").status_code == 404
    assert desk.post(page(hers)).status_code == 403


@pytest.mark.parametrize("role", ["listener coordinator", "operator", "press"])
def test_others_of_the_team_learn_nothing_of_it(desk: Client, hers: Report, role: str) -> None:
    browser = staff.browser_of(staff.member(role))
    browser.cookies["django_language"] = "en"

    for path in (LIST, page(hers), act(hers, "nothing")):
        assert browser.get(path).status_code in (302, 403)
        assert browser.post(path).status_code in (302, 403)
    answer: Any = browser.get(reverse("admin:volunteers_volunteer_change", args=[hers.match.volunteer_id]))
    if role == "listener coordinator":
        told = html.unescape(answer.content.decode())
        assert "held back since" in told
        assert "something was not right" not in told
        assert "something was not right" in page_of(hers.match.volunteer, desk)
    assert Report.objects.open().exists()


def test_a_page_of_a_volunteer_costs_no_more_for_many_reports(
    desk: Client, match: Match, django_assert_max_num_queries: Any
) -> None:
    for _number in range(10):
        row = reports.report(match, Side.PERSON, What.MONEY, WORDS, timezone.now())
        reports.close(row, Verdict.NOTHING, by="staff:1", now=timezone.now())

    with django_assert_max_num_queries(25):
        page_of(match.volunteer, desk)
    with django_assert_max_num_queries(25):
        desk.get(LIST)
