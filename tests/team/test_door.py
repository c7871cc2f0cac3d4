"""The team's door: a password, then a code; who tries too often waits."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from privacy.models import Tries
from team import accounts, second
from tests.team.entering import CODE, HOME, LOGIN, SET_UP, WRONG, browser, log_in, set_up

pytestmark = pytest.mark.django_db


def test_from_the_password_over_the_phone_to_the_page_that_was_asked_for(ines: User) -> None:
    client, office = browser(), reverse("admin:index")
    asked = client.get(office, follow=True)
    assert asked.redirect_chain[-1][0] == f"{LOGIN}?next={office}"

    entered = log_in(client, ines, next=office)
    assert entered["Location"] == f"{CODE}?next={office}"
    assert client.get(CODE, {"next": office})["Location"] == f"{SET_UP}?next={office}"
    page = client.get(SET_UP).content.decode()
    assert "data:image/svg+xml" in page
    assert second.Key(accounts.member_of(ines)).groups in page
    shown = set_up(client, ines)

    assert len(shown.context["codes"]) == 8
    assert client.get(office).status_code == 200


@pytest.mark.parametrize("name", ["nobody@example.org", ""])
def test_a_stranger_and_a_wrong_password_get_the_same_page(ines: User, name: str) -> None:
    pages = []
    for username in (name or ines.username, "someone@example.org"):
        answer = browser().post(LOGIN, {"username": username, "password": "wrong"})
        html = answer.content.decode().replace(username, "")
        assert answer.status_code == 200
        assert WRONG in answer.context["form"].non_field_errors()
        pages.append([line for line in html.splitlines() if "csrfmiddlewaretoken" not in line])

    assert pages[0] == pages[1]
    assert 'value="wrong"' not in "".join(pages[0])


def test_both_cost_one_hash(ines: User, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    hasher = "django.contrib.auth.hashers.PBKDF2PasswordHasher.encode"

    def encode(_self: object, password: str, *_rest: object) -> str:
        hashed.append(password)
        return "quick$1$salt$hash"

    monkeypatch.setattr(hasher, encode)

    for username in (ines.username, "nobody@example.org"):
        browser().post(LOGIN, {"username": username, "password": "wrong"})

    assert hashed.count("wrong") == 2


def test_after_five_wrong_passwords_even_the_right_one_waits(ines: User) -> None:
    for _each in range(5):
        assert log_in(browser(), ines, "wrong").status_code == 200
    blocked = log_in(browser(), ines)

    assert blocked.status_code == 429
    assert blocked["Retry-After"] == "900"
    assert "Wait a quarter of an hour" in blocked.content.decode()
    Tries.objects.all().delete()  # what the clock does when the time is over
    assert log_in(browser(), ines).status_code == 302


def test_a_forged_way_of_two_hundred_addresses_does_not_help(ines: User, settings: Any) -> None:
    settings.TRUSTED_PROXIES = 1
    answers = [
        log_in(browser(**{"X-Forwarded-For": f"198.51.100.{n}, 203.0.113.9"}), ines, "wrong")
        for n in range(200)
    ]
    elsewhere = log_in(browser(**{"X-Forwarded-For": "198.51.100.1, 203.0.113.77"}), ines)

    assert [each.status_code for each in answers[:5]] == [200] * 5
    assert {each.status_code for each in answers[5:]} == {429}
    assert elsewhere.status_code == 302


def test_no_name_and_no_address_is_kept_of_who_tried(ines: User) -> None:
    log_in(browser(), ines, "wrong")

    rows = str(list(Tries.objects.values()))
    assert Tries.objects.count() == 2
    assert ines.username not in rows
    assert "127.0.0.1" not in rows


def test_a_right_password_does_not_count(ines: User) -> None:
    for _each in range(8):
        assert log_in(browser(), ines).status_code == 302


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_nobody_is_led_elsewhere(ines: User, elsewhere: str) -> None:
    client = browser()

    assert log_in(client, ines, next=elsewhere)["Location"] == CODE
    assert client.post(reverse("team:language"), {"language": "en", "next": elsewhere})["Location"] == HOME
