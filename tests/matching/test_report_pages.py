"""The page on which one says that something was not right: her two doors, and his."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from matching import claims, endings, reports
from matching.models import Match, Outcome
from matching.report_rows import Report, Side, What
from requests_app.models import HelpRequest
from tests import cast
from tests.cast import invite
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
KEY = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
MONEY = {"what": "money", "words": "Il a gardé la monnaie"}


@pytest.fixture(autouse=True)
def _in_english() -> None:
    translation.activate("en")


@pytest.fixture
def match(nadia: HelpRequest, victor: Volunteer) -> Match:
    """Victor has just said yes to Nadia."""
    return claims.claim(invite(nadia, [victor])[0], timezone.now())


def his(match: Match) -> str:
    return reverse("matching:report", args=[match.token()])


def by_link(client: Client, row: HelpRequest) -> tuple[str, str]:
    """The page to say it, and the one before, for who has the link."""
    return reverse("requests:report", args=[row.token()]), reverse("requests:own", args=[row.token()])


def by_numbers(client: Client, row: HelpRequest) -> tuple[str, str]:
    """The same for who knows the two numbers."""
    client.post(reverse("requests:status"), {"reference": row.reference, "phone": row.phone[-4:]})
    return reverse("requests:found_report"), reverse("requests:found")


def read(client: Client, page: str) -> str:
    """What a page says; without the key of its form, which is new each time."""
    answer = client.get(page, follow=True)
    assert answer.status_code == 200
    return KEY.sub("", html.unescape(answer.content.decode()))


@pytest.mark.parametrize("door", [by_link, by_numbers])
def test_she_says_it_by_either_door_and_is_thanked(client: Client, match: Match, door: Any) -> None:
    page, before = door(client, match.help_request)
    assert f'href="{page}"' in read(client, before)
    form = read(client, page)
    assert form.index("tel:112") < form.index('name="what"')
    assert not Report.objects.exists(), "looking changes nothing"

    answer = client.post(page, MONEY)

    assert answer.status_code == 302
    assert "Thank you. We have it." in read(client, answer["Location"])
    row = Report.objects.get()
    assert (row.match, row.side, row.what, row.words) == (match, Side.PERSON, What.MONEY, MONEY["words"])
    match.volunteer.refresh_from_db()
    assert match.volunteer.held_back_at


@pytest.mark.parametrize("door", [by_link, by_numbers])
def test_pressed_twice_it_is_one_report(client: Client, match: Match, door: Any) -> None:
    page, _before = door(client, match.help_request)

    answers = [client.post(page, MONEY)["Location"] for _press in range(2)]

    assert answers[0] == answers[1]
    assert Report.objects.get().words == MONEY["words"]


@pytest.mark.parametrize("door", [by_link, by_numbers])
@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"words": "kept"}, "what"),
        ({"what": "worried", "words": "kept"}, "what"),
        ({"what": "money", "words": "x" * 501}, "words"),
    ],
)
def test_a_fault_is_told_beside_its_field_and_what_was_typed_stays(
    client: Client, match: Match, door: Any, sent: dict[str, str], field: str
) -> None:
    page, _before = door(client, match.help_request)

    assert client.post(page, sent)["Location"] == page
    form = client.get(page).context["form"]

    assert list(form.errors) == [field]
    assert form["words"].value() == sent["words"]
    assert not Report.objects.exists()


def test_with_two_volunteers_she_says_who(client: Client, nadia: HelpRequest, match: Match) -> None:
    claims.give_back(match, Outcome.GIVEN_BACK, "volunteer", timezone.now())
    second = claims.claim(invite(nadia, [cast.volunteer(name="Wim Sonneville")])[0], timezone.now())
    page, _before = by_link(client, nadia)
    form = read(client, page)
    assert "Victor, " in form
    assert "Wim, " in form
    assert "Sonneville" not in form

    client.post(page, MONEY)
    assert list(client.get(page).context["form"].errors) == ["who"]
    client.post(page, {**MONEY, "who": match.uuid.hex})

    assert Report.objects.get().match == match
    second.volunteer.refresh_from_db()
    assert second.volunteer.held_back_at is None


def test_who_helped_others_cannot_be_named(client: Client, match: Match, nadia: HelpRequest) -> None:
    claims.give_back(match, Outcome.GIVEN_BACK, "volunteer", timezone.now())
    claims.claim(invite(nadia, [cast.volunteer()])[0], timezone.now())
    stranger = claims.claim(invite(cast.help_request(), [cast.volunteer()])[0], timezone.now())
    page, _before = by_link(client, nadia)

    client.post(page, {**MONEY, "who": stranger.uuid.hex})

    assert list(client.get(page).context["form"].errors) == ["who"]
    assert not Report.objects.exists()


@pytest.mark.parametrize("door", [by_link, by_numbers])
def test_before_a_yes_and_a_month_after_it_there_is_nothing_to_say(
    client: Client, nadia: HelpRequest, victor: Volunteer, door: Any
) -> None:
    page, before = door(client, nadia)
    assert page not in read(client, before)
    claims.claim(invite(nadia, [victor])[0], timezone.now() - timedelta(days=30))

    assert page not in read(client, before)
    assert client.get(page)["Location"] == client.post(page, MONEY)["Location"] == before
    assert not Report.objects.exists()


def test_without_the_numbers_nobody_says_anything(client: Client, match: Match) -> None:
    for view in ("requests:found_report", "requests:found_reported"):
        assert client.get(reverse(view))["Location"] == reverse("requests:status")
    assert client.post(reverse("requests:found_report"), MONEY)["Location"] == reverse("requests:status")
    assert not Report.objects.exists()


def test_who_helped_and_knows_the_numbers_does_not_learn_that_she_has_said_it(match: Match) -> None:
    row, stranger = match.help_request, Client()
    page, before = by_numbers(stranger, row)
    thanks = reverse("requests:found_reported")
    quiet = [read(stranger, each) for each in (before, page)]

    reports.report(match, Side.PERSON, What.MONEY, "", timezone.now())

    assert [read(stranger, each) for each in (before, page)] == quiet
    assert stranger.get(thanks)["Location"] == before


def test_the_volunteer_says_it_while_he_is_on_it_and_afterwards(client: Client, match: Match) -> None:
    contact = reverse("matching:contact", args=[match.token()])
    assert his(match) in read(client, contact)
    said = client.post(his(match), {"what": "worried", "words": "Elle ne mange plus"})
    assert "Thank you. We have it." in read(client, said["Location"])
    claims.done(match, "volunteer", timezone.now())
    assert his(match) in read(client, contact)

    client.post(his(match), {"what": "rude"})

    row = Report.objects.get()
    assert (row.side, row.what, row.words) == (Side.VOLUNTEER, What.WORRIED, "Elle ne mange plus")
    own = read(client, reverse("requests:own", args=[match.help_request.token()]))
    assert "worried" not in own


@pytest.mark.parametrize("sent", [{}, {"what": "money"}, {"what": "came_in"}, {"what": "x"}])
def test_the_volunteer_has_choices_of_his_own(client: Client, match: Match, sent: dict[str, str]) -> None:
    assert client.post(his(match), sent)["Location"] == his(match)

    assert list(client.get(his(match)).context["form"].errors) == ["what"]
    assert not Report.objects.exists()


def test_of_who_is_forgotten_nothing_is_said_any_more(client: Client, match: Match) -> None:
    claims.done(match, "volunteer", timezone.now())
    reports.forget(match.help_request, timezone.now())
    contact = reverse("matching:contact", args=[match.token()])

    assert his(match) not in read(client, contact)
    assert client.post(his(match), {"what": "worried"})["Location"] == contact
    assert client.get(by_link(client, match.help_request)[0]).status_code == 404
    assert not Report.objects.exists()


def test_a_blocked_volunteers_link_says_nothing(client: Client, match: Match) -> None:
    endings.block_volunteer(match.volunteer, by="staff:1", now=timezone.now())

    assert client.get(his(match)).status_code == client.post(his(match), MONEY).status_code == 404


def test_words_without_room_are_told_and_stay(client: Client, match: Match) -> None:
    page, _before = by_link(client, match.help_request)
    for number in range(10, 30):
        client.post(page, {"what": "money", "words": str(number) * 240})
    assert client.post(page, {"what": "money", "words": "y" * 490})["Location"] == page

    form = client.get(page).context["form"]

    assert list(form.errors) == ["words"]
    assert form["words"].value() == "y" * 490
    assert len(Report.objects.get().words) <= reports.ALL_WORDS
