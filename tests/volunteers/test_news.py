"""The tick for the weekly letter: never set beforehand, written down with its words, and off by one press."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db.models import Q
from django.test import Client
from django.utils import timezone, translation

from catalogue import consents
from letters.compose import email
from letters.kinds import kind as kind_of
from letters.models import Letter
from matching import candidates
from privacy.models import Consent, Event
from requests_app.models import HelpRequest
from tests.cast import BRUSSELS, NOON
from tests.letters.about import ABOUT
from tests.volunteers.conftest import url
from tests.volunteers.test_preferences import WISHES
from tests.volunteers.test_unsubscribe import press
from volunteers import membership, news
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
ON = {**WISHES, "news": "on"}
WEEK = timedelta(weeks=1)


def page(volunteer: Volunteer, view: str = "preferences") -> str:
    with translation.override("en"):
        return url(view, volunteer.token("own"))


def test_nobody_gets_it_who_has_not_ticked_it(client: Client, victor: Volunteer) -> None:
    assert not news.is_wanted(victor)

    shown = client.get(page(victor)).content.decode()

    box = shown[shown.index('name="news"') :]
    assert "checked" not in box[: box.index(">")]
    assert str(consents.NEWS.words) in shown


def test_the_tick_is_kept_with_its_words_its_day_and_its_language(client: Client, victor: Volunteer) -> None:
    for _press in range(2):
        client.post(page(victor), ON)

    victor.refresh_from_db()
    assert victor.news_due_at
    assert timezone.now() < victor.news_due_at <= timezone.now() + WEEK
    given = Consent.objects.get(subject=victor.uuid, text="news")
    assert (given.version, given.language, given.channel) == (consents.NEWS.version, "en", "web")
    shown = client.get(page(victor)).content.decode()
    box = shown[shown.index('name="news"') :]
    assert "checked" in box[: box.index(">")]


def test_other_wishes_leave_the_due_time_alone(client: Client, victor: Volunteer) -> None:
    client.post(page(victor), ON)
    victor.refresh_from_db()
    due = victor.news_due_at

    client.post(page(victor), {**ON, "travel_km": "3"})

    victor.refresh_from_db()
    assert (victor.news_due_at, victor.travel_km) == (due, 3)
    assert Consent.objects.filter(text="news").count() == 1


def test_unticked_it_is_over_and_written_down_once(client: Client, victor: Volunteer) -> None:
    client.post(page(victor), ON)
    for _press in range(2):
        client.post(page(victor), WISHES)

    victor.refresh_from_db()
    assert not news.is_wanted(victor)
    assert Event.objects.filter(action="volunteer.no_news", subject=victor.uuid).count() == 1


def test_his_page_and_the_welcome_lead_there_until_it_is_ticked(client: Client, victor: Volunteer) -> None:
    link = f"{page(victor)}#id_news"
    with translation.override("en"):
        pages = [page(victor, "own"), url("confirm", victor.token("confirm"))]
    assert all(link in client.get(each).content.decode() for each in pages)

    client.post(page(victor), ON)

    shown = [client.get(each).content.decode() for each in pages]
    assert not any(link in each for each in shown)
    assert "and what happened near you, once a week at most" in shown[0]


def test_who_leaves_is_not_due_any_more(victor: Volunteer) -> None:
    Volunteer.objects.filter(pk=victor.pk).update(news_due_at=NOON)

    membership.leave(victor, NOON)

    victor.refresh_from_db()
    assert not news.is_wanted(victor)


def test_his_minute_is_by_day_from_tuesday_to_thursday_and_the_same_each_week() -> None:
    seen = set()
    for number in range(0, 5400, 7):
        first = news.slot(UUID(int=number), NOON)
        local = first.astimezone(BRUSSELS)
        assert local.isoweekday() in (2, 3, 4)
        assert 9 <= local.hour < 19
        assert NOON < first <= NOON + WEEK
        assert news.slot(UUID(int=number), first) == first + WEEK
        assert news.slot(UUID(int=number), first - timedelta(seconds=1)) == first
        seen.add(first)
    assert len(seen) > 250  # of 1800 minutes
    assert max(seen) - min(seen) > timedelta(days=2)


def test_the_clock_on_the_wall_decides_when_summer_time_ends() -> None:
    before = datetime(2026, 10, 19, 12, tzinfo=UTC)  # the clocks go back on the 25th
    first = news.slot(UUID(int=30), before)
    second = news.slot(UUID(int=30), first)

    assert [each.astimezone(BRUSSELS).strftime("%H:%M") for each in (first, second)] == ["09:30", "09:30"]
    assert second - first == WEEK + timedelta(hours=1)


def wanting() -> tuple[Volunteer, str]:
    """Somebody who gets it, and the address in its header."""
    uuid = ABOUT["week_near_you"]("fr", "Victor Horta")
    message = kind_of("week_near_you").compose(uuid)
    assert message
    headers = email(Letter(kind="week_near_you"), message).extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Id"] == "<week_near_you.covidsol.example>"
    return Volunteer.objects.get(uuid=uuid), headers["List-Unsubscribe"].strip("<>")


def test_one_press_in_the_mail_program_ends_this_letter_and_nothing_else(nadia: HelpRequest) -> None:
    reader, link = wanting()
    before = dict(Volunteer.objects.values().get(pk=reader.pk))

    assert [press(link), press(link)] == [200, 200]

    after = dict(Volunteer.objects.values().get(pk=reader.pk))
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"news_due_at"}
    assert after["news_due_at"] is None
    assert Volunteer.objects.available(timezone.now()).filter(pk=reader.pk).exists()
    assert [each.action for each in Event.objects.filter(subject=reader.uuid)] == ["volunteer.no_news"]
    assert kind_of("week_near_you").compose(reader.uuid) is None


def test_a_look_changes_nothing_and_the_press_is_answered_by_a_page_that_says_what_stays() -> None:
    reader, link = wanting()
    path = link.removeprefix("http://localhost:8000")
    client = Client()

    assert client.get(path).content.decode().count("<form") == 1
    assert Volunteer.objects.filter(Q(pk=reader.pk) & Q(news_due_at__isnull=False)).exists()

    answer = client.post(path, {})
    assert answer["Location"] == path
    assert "<form" not in client.get(path).content.decode()
    assert "<form" not in client.get(path).content.decode()


def test_the_two_doors_do_not_open_each_other(victor: Volunteer) -> None:
    assert press(f"/u/{victor.token('no_news')}/") == 404
    assert press(f"/u/news/{victor.token('unsubscribe')}/") == 404


def test_after_the_other_press_its_page_says_that_it_is_over(client: Client, victor: Volunteer) -> None:
    path = f"/u/{victor.token('unsubscribe')}/"
    assert "<form" in client.get(path).content.decode()

    assert client.post(path, {})["Location"] == path

    assert "<form" not in client.get(path).content.decode()


def test_whoever_wants_it_is_asked_for_help_as_before(victor: Volunteer, nadia: HelpRequest) -> None:
    found = candidates.find(nadia, 3, NOON)
    Volunteer.objects.filter(pk=victor.pk).update(news_due_at=NOON)

    assert candidates.find(nadia, 3, NOON) == found
    assert [each.volunteer_id for each in found] == [victor.pk]
