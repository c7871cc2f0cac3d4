"""The whole story of a request in one order of time; and nobody in it by name until somebody presses."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from callcentre.models import Call, Direction, Outcome, Reason
from callcentre.raising import raise_task
from letters.models import Letter
from matching import calls, claims, dispatch, endings, silence
from office import shown, story, words
from privacy.models import Event
from requests_app.models import HelpRequest
from tests import cast, staff
from tests.cast import NOON
from volunteers.models import Volunteer

HOUR = timedelta(hours=1)
SECRETS = ("Zephirine", "Canari", "02 512 34 99", "25123499", "du lait", "Horta")


def page_of(row: HelpRequest | Volunteer, desk: Client) -> str:
    """The page of a request or a volunteer, as one reads it."""
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
    return html.unescape(desk.get(reverse(name, args=[row.pk])).content.decode())


def lived() -> HelpRequest:
    """A request to which all sorts of things have happened, an hour after the other."""
    row = cast.help_request(email="nadia@example.org")
    first, second, third = (cast.volunteer() for _number in range(3))
    dispatch.send_wave(row, NOON)
    claims.decline(row.invitations.get(volunteer=first), NOON + HOUR)
    calls.rung(row, second, "staff:7", NOON + 2 * HOUR)
    match = claims.claim(row.invitations.get(volunteer=third), NOON + 3 * HOUR)
    silence.remind(match, NOON + 28 * HOUR)
    Call.objects.create(
        direction=Direction.IN, started_at=NOON + 29 * HOUR, outcome=Outcome.STATUS, help_request=row
    )
    raise_task(Reason.WORRY, match.uuid, due_at=NOON + 30 * HOUR, now=NOON + 30 * HOUR)
    claims.done(match, f"volunteer:{third.uuid}", NOON + 31 * HOUR)
    row.refresh_from_db()
    return row


def test_all_that_happened_stands_there_in_the_order_of_time(db: None) -> None:
    with translation.override("en"):
        told = story.of_request(lived())

    assert [each.at for each in told] == sorted(each.at for each in told)
    text = "\n".join(each.what for each in told)
    expected = (
        "Asked for help", r"Wave 1: 3 volunteers asked \(letters: 3 waiting\)", "Answer: not this time",
        "A volunteer was rung", "Said yes", "Letter to the volunteer: whom to ring, and where",
        "Asked how it went", "Call, they rang us: told how the request stands", "To ring: a worry",
        "Status: matched → done", "Claim: done",
    )  # fmt: skip
    places = [re.search(each, text) for each in expected]
    assert all(places), [each for each, place in zip(expected, places, strict=True) if not place]
    starts = [place.start() for place in places if place and "Letter" not in place.group()]
    assert starts == sorted(starts)


def test_the_page_tells_the_story_and_covers_the_person(desk: Client) -> None:
    row = lived()

    page = page_of(row, desk)

    assert "Wave 1: 3 volunteers asked" in page
    assert "team, account 7" in page
    assert [secret for secret in SECRETS if secret in page] == []
    assert shown.COVER in page


def test_a_page_costs_few_queries_however_long_the_story(
    desk: Client, django_assert_max_num_queries: Any
) -> None:
    row = lived()
    cast.invite(row, [cast.volunteer() for _number in range(10)])

    with django_assert_max_num_queries(25):
        page_of(row, desk)


def test_a_press_shows_the_person_and_is_written_down_each_time(desk: Client, coordinator: User) -> None:
    row = lived()
    show = reverse("admin:requests_app_helprequest_show", args=[row.pk])

    for number in (1, 2):
        page = html.unescape(desk.post(show, follow=True).content.decode())
        written = Event.objects.filter(action="contact.shown", subject=row.uuid)
        assert [each.actor for each in written] == [f"staff:{coordinator.pk}"] * number
        assert [secret for secret in SECRETS if secret not in page] == ["25123499", "Horta"]
    assert "Personal data was shown to the team" in page_of(row, desk)


def test_what_was_shown_is_covered_again_after_ten_minutes_and_for_everybody_else(
    desk: Client, nadia: HelpRequest
) -> None:
    desk.post(reverse("admin:requests_app_helprequest_show", args=[nadia.pk]))
    assert "Zephirine" in page_of(nadia, desk)
    assert "Zephirine" not in page_of(nadia, staff.browser_of(staff.member("coordinator")))
    assert "Zephirine" not in page_of(cast.help_request(), desk)

    session = desk.session
    session[shown.PEOPLE.key] = {nadia.uuid.hex: timezone.now().timestamp() - 1}
    session.save()
    assert "Zephirine" not in page_of(nadia, desk)


def test_looking_shows_nothing_and_a_reader_cannot_press(desk: Client, nadia: HelpRequest) -> None:
    show = reverse("admin:requests_app_helprequest_show", args=[nadia.pk])
    assert desk.get(show).status_code == 405
    reader = User.objects.create_user("otto", is_staff=True)

    assert staff.browser_of(reader).post(show).status_code == 403
    assert not Event.objects.filter(action="contact.shown").exists()


def test_an_erased_request_has_a_story_and_no_press(desk: Client, nadia: HelpRequest) -> None:
    endings.cancel(nadia, by="requester", now=NOON)
    HelpRequest.objects.update(erased_at=NOON, name="", phone="", phone_index="")
    desk.post(reverse("admin:requests_app_helprequest_show", args=[nadia.pk]))

    page = page_of(nadia, desk)

    assert "Erased." in page
    assert "Status: open → cancelled" in page
    assert not Event.objects.filter(action="contact.shown").exists()


def test_the_candidates_stand_there_with_reasons(desk: Client, nadia: HelpRequest, victor: Volunteer) -> None:
    page = page_of(nadia, desk)

    assert "Whom to ask next" in page
    assert reverse("admin:volunteers_volunteer_change", args=[victor.pk]) in page
    assert "with the next letters" in page


def test_what_has_no_number_is_not_found(desk: Client, nadia: HelpRequest) -> None:
    base = reverse("admin:requests_app_helprequest_changelist")
    assert [desk.get(f"{base}{odd}/change/").status_code for odd in ("x", "9" * 30, nadia.pk + 1)] == [
        404
    ] * 3


@pytest.mark.once
@pytest.mark.parametrize(
    ("by", "said"),
    [
        ("clock", "by itself"), ("staff:3", "team, account 3"), ("volunteer:5e2f", "volunteer"),
        ("requester", "the person"), ("door:web", "on the web"), ("somebody", "somebody"),
    ],
)  # fmt: skip
def test_the_books_short_names_are_said_in_words(by: str, said: str) -> None:
    with translation.override("en"):
        assert words.actor(by) == said


def test_every_letter_about_a_request_has_words(db: None) -> None:
    lived()

    kinds = set(Letter.objects.values_list("kind", flat=True)) - {"volunteer_confirm", "volunteer_welcome"}
    assert kinds - {"invitation"} <= set(words.LETTERS)
