"""Another list or number: written down once, and whoever is on it is told once, with what is true then."""

from datetime import timedelta
from typing import Any

import pytest

from letters import compose
from letters.models import Letter
from letters.models import Status as LetterStatus
from matching import changes, claims, endings, letters, reports
from matching.models import Match, Outcome
from matching.report_rows import Side, What
from privacy.models import Event
from requests_app.models import HelpRequest
from tests import cast
from tests.cast import NOON, invite
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
SOON = NOON + timedelta(minutes=3)
NEW_NUMBER = "+3225129900"


def change(row: HelpRequest, now: Any = NOON, **facts: str) -> bool:
    """As the page does it that was opened a moment ago."""
    row.refresh_from_db()
    wanted = {"notes": row.notes, "phone": row.phone, "was": changes.seen(row), **facts}
    return changes.change(row, by="staff:1", now=now, **wanted)


def claimed(row: HelpRequest, volunteer: Volunteer) -> Match:
    return claims.claim(invite(row, [volunteer])[0], NOON)


def told(match: Match) -> list[Letter]:
    return list(Letter.objects.filter(kind="changed", subject=match.uuid).order_by("pk"))


def booked(row: HelpRequest) -> list[str]:
    return list(
        Event.objects.filter(subject=row.uuid, action__endswith="_changed").values_list("action", flat=True)
    )


def test_a_new_list_is_written_down_and_whoever_is_on_it_is_told(
    nadia: HelpRequest, victor: Volunteer
) -> None:
    match = claimed(nadia, victor)

    assert change(nadia, notes="one bread")

    nadia.refresh_from_db()
    assert nadia.notes == "one bread"
    assert booked(nadia) == ["request.list_changed"]
    (letter,) = told(match)
    assert letter.due_at == NOON + changes.SETTLES


def test_of_two_changes_within_minutes_one_letter_tells_with_the_last_list(
    nadia: HelpRequest, victor: Volunteer
) -> None:
    match = claimed(nadia, victor)

    change(nadia, notes="one bread")
    change(nadia, now=SOON, notes="two breads", phone=NEW_NUMBER)

    (letter,) = told(match)
    message = letters.changed(letter.subject)
    assert message
    _subject, text, _html = compose.render(message)
    assert "two breads" in text
    assert "02 512 99 00" in text
    assert "one bread" not in text


def test_a_change_after_the_letter_went_is_told_by_another(nadia: HelpRequest, victor: Volunteer) -> None:
    match = claimed(nadia, victor)
    change(nadia, notes="one bread")
    Letter.objects.filter(kind="changed").update(status=LetterStatus.SENT, sent_at=SOON)

    change(nadia, now=SOON, notes="two breads")

    assert len(told(match)) == 2


def test_the_letter_is_not_for_who_is_no_longer_on_it(nadia: HelpRequest, victor: Volunteer) -> None:
    match = claimed(nadia, victor)
    change(nadia, notes="one bread")
    assert letters.changed(match.uuid)

    claims.give_back(match, Outcome.GIVEN_BACK, "volunteer", SOON)

    assert letters.changed(match.uuid) is None


def test_what_is_so_already_is_no_change(nadia: HelpRequest, victor: Volunteer) -> None:
    match = claimed(nadia, victor)

    assert not change(nadia)
    assert not change(nadia, was="of an older page")

    assert (told(match), booked(nadia)) == ([], [])


def test_who_did_not_see_the_last_list_does_not_write_over_it(nadia: HelpRequest) -> None:
    before = changes.seen(nadia)
    change(nadia, notes="one bread")

    with pytest.raises(changes.Outdated):
        change(nadia, notes="milk", was=before)

    nadia.refresh_from_db()
    assert nadia.notes == "one bread"


@pytest.mark.parametrize("forgotten", [False, True])
def test_what_has_ended_stays_as_it_was(nadia: HelpRequest, forgotten: bool) -> None:
    endings.cancel(nadia, by="requester", now=NOON)
    if forgotten:
        reports.forget(nadia, NOON)

    with pytest.raises(changes.Ended):
        change(nadia, notes="one bread", phone=NEW_NUMBER)


def test_a_new_number_is_found_again_and_the_old_one_is_not(nadia: HelpRequest) -> None:
    old = nadia.phone_index

    change(nadia, phone=NEW_NUMBER)

    nadia.refresh_from_db()
    assert nadia.phone == NEW_NUMBER
    assert not HelpRequest.objects.filter(phone_index=old).exists()
    assert booked(nadia) == ["request.phone_changed"]


def test_a_new_number_goes_to_all_requests_of_this_person_and_to_nobody_elses(
    nadia: HelpRequest, victor: Volunteer
) -> None:
    hers, sons = cast.help_request(name="NADIA Zephirine"), cast.help_request(name="Sam Zephirine")
    other = claimed(hers, victor)

    change(nadia, phone=NEW_NUMBER)

    hers.refresh_from_db()
    sons.refresh_from_db()
    assert hers.phone == NEW_NUMBER
    assert sons.phone != NEW_NUMBER
    assert len(told(other)) == 1


def test_whom_she_has_reported_stays_away_from_her_new_number(victor: Volunteer) -> None:
    before = claimed(cast.help_request(), victor)
    reports.report(before, Side.PERSON, What.MONEY, "", NOON)
    again = cast.help_request()
    assert reports.apart(again.pk).exists()

    change(again, phone=NEW_NUMBER)

    assert reports.apart(again.pk).exists()
