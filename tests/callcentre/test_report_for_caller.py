"""Something was not right, told by phone: the operator writes it down, the volunteer is held back."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from letters.models import Letter
from matching.report_rows import Report
from privacy.models import Event
from requests_app.models import HelpRequest
from tests import cast
from tests.callcentre.at_work import NAME, AtWork, on_it
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
SAID = {"what": "money", "words": "Il garde la monnaie"}


@pytest.fixture
def ines() -> AtWork:
    """An operator."""
    return AtWork()


def path(view: str, row: HelpRequest) -> str:
    return reverse(f"callcentre:{view}", args=[row.uuid])


def opened(who: AtWork, row: HelpRequest) -> str:
    """The page of a request that she has opened."""
    return who.client.post(reverse("callcentre:told"), {"uuid": row.uuid.hex}, follow=True).content.decode()


def test_something_was_not_right_is_written_down_for_her_and_holds_him_back(ines: AtWork) -> None:
    match, jan = on_it(), AtWork(name="Jan")
    row, url = match.help_request, path("report_for_caller", match.help_request)
    assert url in opened(ines, row)
    question = ines.client.get(url).content.decode()
    assert "112" in question.partition('class="said" lang="fr"')[2]
    assert NAME not in question

    page = ines.client.post(url, SAID, follow=True).content.decode()
    jan.client.post(url, SAID)

    found, volunteer = Report.objects.get(), Volunteer.objects.get(pk=match.volunteer_id)
    assert (found.side, found.what, found.words) == ("person", "money", "Il garde la monnaie")
    assert volunteer.held_back_at
    assert Event.objects.get(subject=found.uuid).actor == f"staff:{ines.user.pk}"
    assert Letter.objects.filter(kind="reported").count() == 1
    assert "A coordinator looks at it today" in page
    assert "monnaie" not in page


def test_a_report_by_phone_with_a_fault_asks_again_and_keeps_the_words(ines: AtWork) -> None:
    url = path("report_for_caller", on_it().help_request)

    page = ines.client.post(url, {"words": "Il garde la monnaie"}, follow=True).content.decode()

    assert 'class="errors"' in page
    assert "Il garde la monnaie" in page
    assert not Report.objects.exists()


def test_nothing_is_reported_of_a_request_that_nobody_has_taken(ines: AtWork) -> None:
    row = cast.help_request(now=timezone.now(), email="nadia@example.org")

    assert path("report_for_caller", row) not in opened(ines, row)
    answer = ines.client.post(path("report_for_caller", row), {"what": "money"})
    assert answer["Location"] == path("request", row)
    assert not Report.objects.exists()


def test_only_who_takes_calls_may() -> None:
    url = path("report_for_caller", on_it().help_request)

    assert Client().post(url, SAID).status_code == 302
    assert AtWork("press").client.post(url, SAID).status_code == 403
    assert not Report.objects.exists()
