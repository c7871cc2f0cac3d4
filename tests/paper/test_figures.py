"""How often posters are opened, and what comes of it: counted by the day, and of nobody."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client

from matching import claims
from paper import figures, joining
from paper.figures import Figures
from paper.models import Arrival, Scans
from requests_app.models import HelpRequest
from tests import cast
from tests.cast import NOON
from tests.house.test_addresses import MACHINE, writes
from tests.paper.conftest import PHONE
from volunteers import membership
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)


def scans() -> int:
    return sum(Scans.objects.values_list("number", flat=True))


def test_a_person_who_opens_the_short_link_is_counted_and_led_on(neighbour: Client, code: str) -> None:
    answers = [neighbour.get(f"/a/{code}/", headers={"Accept-Language": "nl-BE"}) for _time in range(3)]

    assert {answer["Location"] for answer in answers} == {f"/nl/a/{code}/"}
    assert {"no-store" in answer["Cache-Control"] for answer in answers} == {True}
    assert Scans.objects.get().number == 3


@pytest.mark.parametrize(
    "headers",
    [
        MACHINE,
        {},
        {**PHONE, "Sec-Purpose": "prefetch;prerender"},
        {**PHONE, "Purpose": "prefetch"},
        {"User-Agent": "Googlebot/2.1 (+http://www.google.com/bot.html)"},
        {"User-Agent": "WhatsApp/2.23 preview"},
    ],
)
def test_no_machine_is_counted(code: str, headers: dict[str, str]) -> None:
    Client().get(f"/a/{code}/", headers=headers)
    Client().head(f"/a/{code}/", headers={**PHONE, **headers})

    assert scans() == 0


def test_a_scan_writes_a_number_and_nothing_else(neighbour: Client, code: str) -> None:
    with writes() as seen:
        answer = neighbour.get(f"/a/{code}/")
        neighbour.get(answer["Location"])

    assert seen
    assert [sql for sql in seen if "paper_scans" not in sql] == []
    assert {field.name for field in Scans._meta.get_fields()} == {"id", "help_request", "day", "number"}


def test_looking_again_or_in_another_language_is_no_second_scan(neighbour: Client, code: str) -> None:
    for path in (f"/a/{code}/", f"/fr/a/{code}/", f"/nl/a/{code}/", f"/fr/a/{code}/", "/a/zzzzz-zzzzz/"):
        neighbour.get(path)

    assert scans() == 1


def test_the_page_opens_even_if_nothing_can_be_counted(
    neighbour: Client, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: Any, **_words: Any) -> None:
        raise DatabaseError("no room")

    monkeypatch.setattr(Scans.objects, "create", broken)

    assert neighbour.get(f"/a/{code}/").status_code == 302
    assert scans() == 0


def test_each_day_has_its_own_row(nadia: HelpRequest) -> None:
    other = cast.help_request()
    for row, now in ((nadia, NOON), (nadia, NOON), (nadia, NOON + timedelta(days=1)), (other, NOON)):
        figures.count_scan(row, now)

    assert sorted(Scans.objects.values_list("number", flat=True)) == [1, 1, 2]
    assert figures.figures(DAY, DAY).scans == 3
    assert figures.figures(DAY, DAY + timedelta(days=1)).scans == 4
    assert figures.figures(DAY - timedelta(days=9), DAY - timedelta(days=1)) == Figures(0, 0, 0)


def test_what_paper_achieved_is_told_from_what_letters_did(nadia: HelpRequest, victor: Volunteer) -> None:
    by_letter, wanted = cast.help_request(), cast.sign_up()
    claims.claim(cast.invite(by_letter, [victor])[0], NOON)
    joining.sign_up(wanted, nadia, NOON)
    joining.sign_up(cast.sign_up(), nadia, NOON)  # who never confirms
    joining.say_hello(victor.email, nadia, NOON)
    new = membership.find_by_email(wanted.email)
    assert new
    membership.confirm(new, NOON)
    came = Arrival.objects.get(volunteer=new)
    claims.claim(joining.invite(came, NOON), NOON)
    membership.forget_unconfirmed(NOON + timedelta(days=8))

    assert figures.figures(DAY, DAY) == Figures(scans=0, registrations=1, claims=1)


def test_a_scan_after_the_claim_has_not_led_to_it(nadia: HelpRequest, victor: Volunteer) -> None:
    claims.claim(cast.invite(nadia, [victor])[0], NOON)
    joining.say_hello(victor.email, nadia, NOON + timedelta(minutes=1))

    assert figures.figures(DAY, DAY).claims == 0
