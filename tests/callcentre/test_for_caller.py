"""What an operator does for the caller: once, by one who may, and with a line in the books."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from callcentre import for_caller, opened
from callcentre.models import Call, Operator
from letters.models import Letter
from matching import afterwards, claims
from matching.models import Match
from privacy.models import Event
from requests_app.models import HelpRequest, Status
from tests import cast
from tests.callcentre.at_work import NAME, AtWork, hours_ago, on_it
from tests.house import phone_scenes

pytestmark = pytest.mark.django_db


@pytest.fixture
def ines() -> AtWork:
    """An operator."""
    return AtWork()


def path(view: str, row: HelpRequest) -> str:
    return reverse(f"callcentre:{view}", args=[row.uuid])


def press(who: AtWork, row: HelpRequest, code: str) -> str:
    """The page that comes after her press."""
    if code == "cancel":
        return who.client.post(path("cancel_for_caller", row), follow=True).content.decode()
    return who.client.post(path("act_for_caller", row), {"act": code}, follow=True).content.decode()


def by_hand(row: HelpRequest) -> list[str]:
    """What the books say was done for the caller."""
    found = Event.objects.filter(subject=row.uuid, action__startswith="caller.")
    return [f"{each.action} {each.actor}" for each in found if each.action != "caller.looked_up"]


def done() -> HelpRequest:
    """A request that was reported done some hours ago."""
    match = on_it()
    claims.done(match, "volunteer", hours_ago(5))
    return HelpRequest.objects.get(pk=match.help_request_id)


def test_she_cancels_for_the_caller_after_one_question_in_the_callers_language(ines: AtWork) -> None:
    match = on_it()
    row = match.help_request
    question = ines.client.get(path("cancel_for_caller", row)).content.decode()
    assert "Vous n’avez plus besoin d’aide" in question.partition('class="said" lang="fr"')[2]
    assert NAME not in question
    row.refresh_from_db()
    assert row.status == Status.MATCHED

    page = press(ines, row, "cancel")

    row.refresh_from_db()
    assert row.status == Status.CANCELLED
    assert row.diary.latest("pk").by == f"staff:{ines.user.pk}"
    assert by_hand(row) == [f"caller.cancel staff:{ines.user.pk}"]
    assert Letter.objects.filter(kind="no_longer_needed", subject=match.uuid).count() == 1
    assert "Written down: the request is cancelled." in page
    assert "annulée" in page.partition('class="said" lang="fr"')[2]


def test_who_has_ended_it_already_is_told_and_nothing_is_done_twice(ines: AtWork) -> None:
    row, jan = cast.help_request(now=timezone.now()), AtWork(name="Jan")
    press(ines, row, "cancel")

    page = press(jan, row, "cancel")

    assert "Nothing was done" in page
    assert by_hand(row) == [f"caller.cancel staff:{ines.user.pk}"]
    assert "nothing to cancel" in ines.client.get(path("cancel_for_caller", row)).content.decode()


def test_it_went_well_is_written_down_once(ines: AtWork) -> None:
    row = done()
    for _press in range(2):
        page = press(ines, row, "well")

    assert Match.objects.get().went_well_at
    assert by_hand(row) == [f"caller.well staff:{ines.user.pk}"]
    assert "Nothing was done" in page


def test_when_nobody_came_others_are_asked_and_the_team_hears(ines: AtWork) -> None:
    row = done()
    for _press in range(2):
        press(ines, row, "nobody_came")

    row.refresh_from_db()
    assert row.status == Status.OPEN
    assert by_hand(row) == [f"caller.nobody_came staff:{ines.user.pk}"]
    assert Letter.objects.filter(kind="nobody_came").count() == 1


def test_the_confirmation_goes_again_once_an_hour_and_only_where_there_is_an_address(ines: AtWork) -> None:
    row, without = (cast.help_request(now=hours_ago(1), email=each) for each in ("nadia@example.org", ""))
    for _press in range(2):
        press(ines, row, "letter")
    press(ines, without, "letter")

    assert Letter.objects.filter(kind="request_received", subject=row.uuid).count() == 2
    assert len(by_hand(row)) == 1
    assert not Letter.objects.filter(subject=without.uuid).exists()
    assert by_hand(without) == []


@pytest.mark.parametrize(
    ("state", "codes"),
    [("open", ["letter", "cancel"]), ("done", ["well", "nobody_came"]), ("cancelled", [])],
)
def test_the_desk_and_the_request_offer_what_is_possible_and_no_more(
    ines: AtWork, state: str, codes: list[str]
) -> None:
    row = done() if state == "done" else cast.help_request(now=hours_ago(1), email="nadia@example.org")
    if state == "cancelled":
        press(ines, row, "cancel")
    desk = ines.client.post(
        reverse("callcentre:desk"), {"phone": "02 512 34 99", "form_key": str(uuid4())}
    ).content.decode()
    told = reverse("callcentre:told")
    found = ines.client.post(told, {"uuid": row.uuid.hex}, follow=True).content.decode()

    for page in (desk, found):
        assert [code for code in for_caller.BY_CODE if f'value="{code}"' in page] == [
            each for each in codes if each != "cancel"
        ]
        assert (path("cancel_for_caller", row) in page) == ("cancel" in codes)


def test_after_two_weeks_nobody_is_asked_how_it_went(ines: AtWork) -> None:
    row = done()
    HelpRequest.objects.update(ended_at=timezone.now() - afterwards.ASKED_FOR)

    assert "Nothing was done" in press(ines, row, "well")
    assert by_hand(row) == []


def test_a_look_by_address_shows_nothing_before_a_press_that_is_written_down(ines: AtWork) -> None:
    row = cast.help_request(now=timezone.now())
    Event.objects.all().delete()
    assert NAME not in ines.client.get(path("request", row)).content.decode()
    assert not Event.objects.exists()

    for _press in range(2):
        page = ines.client.post(reverse("callcentre:told"), {"uuid": row.uuid.hex}, follow=True)
    assert NAME in page.content.decode()
    assert [each.action for each in Event.objects.all()] == ["request.revealed"]

    session = ines.client.session
    session[opened.REQUESTS.key] = {row.uuid.hex: (timezone.now() - timedelta(seconds=1)).timestamp()}
    session.save()
    assert NAME not in ines.client.get(path("request", row)).content.decode()


def test_a_session_remembers_the_last_ten(ines: AtWork) -> None:
    rows = [cast.help_request(now=timezone.now()) for _number in range(opened.REQUESTS.most + 1)]
    for row in rows:
        ines.client.post(reverse("callcentre:told"), {"uuid": row.uuid.hex})

    seen = [NAME in ines.client.get(path("request", row)).content.decode() for row in rows]
    assert seen == [False] + [True] * opened.REQUESTS.most


def test_back_at_the_desk_the_cursor_is_where_the_outcome_is_typed(ines: AtWork) -> None:
    row = cast.help_request(now=timezone.now())
    desk = ines.client.post(path("request_to_desk", row), follow=True)
    assert desk.context["page"].focus == "outcome"
    form = desk.context["form"]
    sent = {"phone": form["phone"].value(), "form_key": form["form_key"].value(), "outcome": "3"}

    ines.client.post(reverse("callcentre:desk"), sent)

    assert Call.objects.get().help_request == row
    assert ines.client.get(reverse("callcentre:desk")).context["page"].focus == "phone"


def test_only_who_takes_calls_and_has_practised_may(ines: AtWork) -> None:
    row, stranger, now = cast.help_request(now=timezone.now()), AtWork("press"), timezone.now()
    anna = phone_scenes.at_the_phone("fr", now)
    Operator.objects.filter(pk=anna.pk).update(user=ines.user, trained_at=None)
    posts: dict[str, Any] = {
        "cancel_for_caller": {},
        "act_for_caller": {"act": "letter"},
        "request_to_desk": {},
    }
    for view, data in posts.items():
        assert Client().post(path(view, row), data).status_code == 302
        assert stranger.client.post(path(view, row), data).status_code == 403
        assert ines.client.post(path(view, row), data)["Location"] == reverse("callcentre:training")
    row.refresh_from_db()
    assert row.status == Status.OPEN
    assert by_hand(row) == []


@pytest.mark.parametrize("code", ["", "cancel", "erase"])
def test_what_is_no_act_does_nothing(ines: AtWork, code: str) -> None:
    row = cast.help_request(now=timezone.now())

    assert ines.client.post(path("act_for_caller", row), {"act": code}).status_code == 404
    row.refresh_from_db()
    assert row.status == Status.OPEN


def test_what_is_erased_can_be_neither_opened_nor_acted_on(ines: AtWork) -> None:
    row = cast.help_request(now=timezone.now())
    HelpRequest.objects.update(erased_at=timezone.now())

    assert ines.client.get(path("request", row)).status_code == 404
    assert ines.client.post(path("cancel_for_caller", row)).status_code == 404
