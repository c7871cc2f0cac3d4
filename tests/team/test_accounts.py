"""Accounts of the team: opened once, entered by one link, closed for good; and the letters about them."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.core.management.base import OutputWrapper
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from letters.kinds import kind
from letters.models import Letter
from privacy.models import Event
from team import accounts, roles
from team.models import Member
from tests import staff
from tests.cast import NOON
from tests.team.entering import CODE, PASSWORD, browser, log_in

pytestmark = pytest.mark.django_db
NEW = {"password": PASSWORD, "again": PASSWORD}


def opened(role: str = "operator", email: str = "Ada@Example.org") -> User:
    """Ada's account, opened now."""
    return accounts.open_account(email, "Ada Lovelace", "en", role, "staff:1", timezone.now())


def door(user: User) -> str:
    """The path of her link."""
    return "/team/" + accounts.link(user).partition("/team/")[2]


def is_live(user: User, path: str) -> bool:
    """Whether the link offers to choose a password."""
    return "New password" in browser().get(path).content.decode()


def test_an_account_is_opened_once_for_an_address() -> None:
    first = opened()
    again = opened(email=" ada@example.ORG ")

    assert first == again
    assert first.username == first.email == "ada@example.org"
    assert first.get_full_name() == "Ada Lovelace"
    assert not first.has_usable_password()
    assert Event.objects.filter(action="account.opened", subject=first.member.uuid).count() == 1


def test_another_role_comes_beside_the_first() -> None:
    opened()
    user = opened("coordinator")

    assert [role.code for role in roles.of(user)] == ["operator", "coordinator"]
    assert user.is_staff


def test_a_role_that_there_is_not_and_a_name_too_long_are_refused() -> None:
    with pytest.raises(ValueError, match="no role 'boss'"):
        opened("boss")
    with pytest.raises(ValueError, match="150"):
        opened(email=f"{'a' * 150}@example.org")
    assert not User.objects.exists()


def test_the_link_lets_her_choose_a_password_and_leads_to_the_second_step() -> None:
    user = opened()
    path, client = door(user), browser()

    assert "ada@example.org" in client.get(path).content.decode()
    assert not User.objects.get().has_usable_password()
    assert client.post(path, NEW)["Location"] == CODE
    assert User.objects.get().check_password(PASSWORD)


def test_the_link_works_once() -> None:
    user = opened()
    path, client = door(user), browser()
    client.post(path, NEW)

    assert not is_live(user, path)
    assert client.post(path, NEW)["Location"] == CODE  # the second press of the same hand
    other = browser().post(path, {"password": "another four long words", "again": "another four long words"})
    assert "This link is over" in other.content.decode()
    assert User.objects.get().check_password(PASSWORD)


def test_the_link_works_for_seven_days() -> None:
    user = opened()
    Member.objects.update(link_until=timezone.now() + timedelta(minutes=1))
    assert is_live(user, door(user))
    Member.objects.update(link_until=timezone.now() - timedelta(minutes=1))

    assert not is_live(user, door(user))
    opened()
    assert is_live(user, door(user))
    assert timedelta(days=7) == accounts.INVITATION


@pytest.mark.parametrize(
    ("password", "again", "says"),
    [
        ("short", "short", "too short"),
        ("passwordpassword", "passwordpassword", ""),
        ("password1234", "password1234", "too common"),
        ("ada@example.org", "ada@example.org", "too similar"),
        (PASSWORD, "another", "The two passwords are not the same."),
        ("", "", "Write the password."),
    ],
)
def test_a_password_that_everybody_would_guess_is_refused(password: str, again: str, says: str) -> None:
    user = opened()
    answer = browser().post(door(user), {"password": password, "again": again})

    assert (answer.status_code == 302) is (says == "")
    assert says in (answer.content.decode() if says else "")
    assert User.objects.get().has_usable_password() is (says == "")


def test_nobody_else_can_make_such_a_link() -> None:
    user = opened()
    for token in ("x", "A" * 43, user.member.token[::-1]):
        assert Client().get(reverse("team:welcome", args=[token])).status_code == 404


def test_a_closed_account_is_out_at_once_and_its_link_dead() -> None:
    user = staff.member("coordinator")
    client, path = staff.browser_of(user), door(user)
    assert client.get(reverse("team:home")).status_code == 200

    accounts.close(user, "staff:1", timezone.now())

    assert client.get(reverse("team:home")).status_code == 302
    assert Client().get(path).status_code == 404
    assert not roles.of(user)
    assert not TOTPDevice.objects.exists()
    assert log_in(browser(), user).status_code == 200
    assert Event.objects.get(action="account.closed").subject == user.member.uuid


def test_who_comes_back_has_only_the_role_of_now() -> None:
    user = opened("administrator")
    accounts.close(user)
    user = opened("operator")

    assert [role.code for role in roles.of(user)] == ["operator"]
    assert (user.is_active, user.is_staff) == (True, False)
    assert is_live(user, door(user))


def test_who_left_is_forgotten_after_a_month() -> None:
    stays, leaves = opened(email="bea@example.org"), opened()
    accounts.close(leaves, "staff:1", NOON)
    month = NOON + timedelta(days=30)

    assert accounts.forget_left(month - timedelta(seconds=1)) == 0
    assert (accounts.forget_left(month), accounts.forget_left(month)) == (1, 0)
    leaves.refresh_from_db()
    assert (leaves.username, leaves.email, leaves.get_full_name()) == (f"gone-{leaves.pk}", "", "")
    stays.refresh_from_db()
    assert stays.username == "bea@example.org"
    assert opened() != leaves


def test_the_first_administrator_comes_from_the_console() -> None:
    said = StringIO()
    for _twice in range(2):
        call_command(
            "invite", "boss@example.org", role="administrator", language="nl", stdout=OutputWrapper(said)
        )

    user = User.objects.get()
    assert said.getvalue().count(accounts.link(user)) == 2
    assert [role.code for role in roles.of(user)] == ["administrator"]
    assert Letter.objects.get().kind == "team_invited"
    with pytest.raises(CommandError):
        call_command("invite", f"{'a' * 150}@example.org", role="administrator", stdout=OutputWrapper(said))


def test_the_letters_make_sense_only_while_they_do() -> None:
    user = accounts.invite("ada@example.org", "Ada", "nl", "coordinator", "staff:1", NOON)
    member = user.member
    invited = kind("team_invited").compose(member.uuid)
    assert invited
    assert (invited.language, invited.to) == ("nl", "ada@example.org")
    assert accounts.link(user) in invited.context["button_url"]

    accounts.choose_password(accounts.member_of(user), PASSWORD, NOON)

    assert kind("team_invited").compose(member.uuid) is None
    assert kind("team_password").compose(member.uuid) is None
    assert kind("team_second_factor").compose(member.uuid)
    accounts.close(user)
    assert kind("team_second_factor").compose(member.uuid) is None


def test_who_forgot_gets_a_letter_and_a_stranger_the_same_page() -> None:
    user = staff.member("operator")
    user.set_password(PASSWORD)
    user.save()
    page, new = reverse("team:forgotten"), "a new one of words"
    pages = []
    for email in (user.email.upper(), "nobody@example.org", user.email):
        html = browser().post(page, {"email": email}).content.decode()
        pages.append([line for line in html.splitlines() if "csrfmiddlewaretoken" not in line])

    assert pages[0] == pages[1] == pages[2]
    assert [letter.kind for letter in Letter.objects.all()] == ["team_password"]
    assert browser().post(door(user), {"password": new, "again": new}).status_code == 302
    assert User.objects.get().check_password(new)
    assert not is_live(user, door(user))
