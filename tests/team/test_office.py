"""The accounts in the office: invited, given roles, a lost phone, leaving; and the team's languages."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from letters.models import Letter
from privacy.models import Event
from team import roles
from team.models import Member
from tests import staff

pytestmark = pytest.mark.django_db
LIST, ADD = reverse("admin:team_account_changelist"), reverse("admin:team_account_add")


@pytest.fixture
def boss() -> User:
    """An administrator."""
    return staff.member("administrator")


@pytest.fixture
def office(boss: User) -> Client:
    """Her browser."""
    return staff.browser_of(boss)


def act(office: Client, action: str, *users: User) -> Any:
    """Tick people, choose what to do, press, and press again where it is asked once more."""
    chosen = {"action": action, "_selected_action": [user.pk for user in users], "confirmed": "yes"}
    return office.post(LIST, chosen, follow=True)


def change(office: Client, user: User, *codes: str) -> Any:
    """Send her page with these roles ticked."""
    return office.post(reverse("admin:team_account_change", args=[user.pk]), {"roles": codes})


def test_an_administrator_invites_by_letter(office: Client, boss: User) -> None:
    form = {"email": "Ada@example.org", "name": "Ada Lovelace", "language": "nl", "role": "press"}
    wrong = office.post(ADD, {**form, "email": "ada"})
    assert "ada" in wrong.content.decode()
    assert wrong.context["form"].errors

    for _twice in range(2):
        assert office.post(ADD, form)["Location"] == LIST

    user = User.objects.get(username="ada@example.org")
    assert (user.member.language, user.member.invited_by) == ("nl", f"staff:{boss.pk}")
    assert [role.code for role in roles.of(user)] == ["press"]
    assert Letter.objects.filter(kind="team_invited", subject=user.member.uuid).count() == 1


def test_roles_are_ticked_and_rights_follow_at_once(office: Client) -> None:
    ada = staff.member("operator")
    hers = staff.browser_of(ada)
    assert hers.get(reverse("admin:index")).status_code == 302

    assert change(office, ada, "operator", "coordinator").status_code == 302

    assert hers.get(reverse("admin:index")).status_code == 200
    assert Event.objects.get(action="account.roles").detail == {"roles": ["operator", "coordinator"]}
    change(office, ada)
    assert hers.get(reverse("callcentre:desk")).status_code == 403


def test_nobody_takes_the_last_key_from_herself(office: Client, boss: User) -> None:
    assert change(office, boss, "operator").status_code == 200
    act(office, "close", boss)

    boss.refresh_from_db()
    assert boss.is_active
    assert [role.code for role in roles.of(boss)] == ["administrator"]


def test_no_form_of_the_office_makes_anybody_more_than_her_roles(office: Client) -> None:
    ada = staff.member("operator")
    more = {"roles": ["operator"], "is_superuser": "on", "is_staff": "on", "password": "x", "username": "x"}
    office.post(reverse("admin:team_account_change", args=[ada.pk]), more)

    after = User.objects.get(pk=ada.pk)
    assert (after.is_superuser, after.is_staff, after.username) == (False, False, ada.username)
    assert after.password == ada.password


def test_a_lost_phone_is_written_down_told_by_letter_and_set_up_anew(office: Client, boss: User) -> None:
    ada = staff.member("operator")
    hers = staff.browser_of(ada)

    act(office, "reset_second_factor", ada)

    assert not TOTPDevice.objects.filter(user=ada).exists()
    assert hers.get(reverse("team:home"))["Location"].startswith(reverse("team:code"))
    assert Event.objects.get(action="account.second_factor_reset").actor == f"staff:{boss.pk}"
    assert Letter.objects.get(kind="team_second_factor").subject == ada.member.uuid


def test_only_an_administrator_sees_the_accounts() -> None:
    ada = staff.member("operator")
    for role in ("coordinator", "listener coordinator"):
        office = staff.browser_of(staff.member(role))
        assert office.get(LIST).status_code == 403
        assert act(office, "reset_second_factor", ada).status_code == 403
    staff.browser_of(ada)
    assert TOTPDevice.objects.filter(user=ada).exists()


def test_the_list_asks_no_more_for_more_people(office: Client) -> None:
    counts = []
    for _each in range(2):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert office.get(LIST).status_code == 200
        counts.append(len(seen))
        for role in roles.ROLES:
            staff.browser_of(staff.member(role.code))

    assert counts[0] == counts[1] <= 20


def test_people_are_found_by_role_and_no_name_is_asked_for_in_an_address(office: Client) -> None:
    ada, bea = staff.member("operator"), staff.member("press")

    found = office.get(LIST, {"role": "operator"}).content.decode()

    assert ada.username in found
    assert bea.username not in found
    assert 'name="q"' not in found


@pytest.mark.parametrize("action", ["reset_second_factor", "write_again", "close"])
def test_what_is_done_to_many_says_first_how_many_and_what(office: Client, action: str) -> None:
    ada, bea = staff.member("operator"), staff.member("press")
    for user in (ada, bea):
        staff.browser_of(user)

    chosen = {"action": action, "_selected_action": [ada.pk, bea.pk]}
    asked = office.post(LIST, chosen).content.decode()

    assert "<b>2 " in asked
    assert 'name="confirmed"' in asked
    assert User.objects.filter(pk__in=(ada.pk, bea.pk), is_active=True).count() == 2
    assert TOTPDevice.objects.filter(user__in=(ada, bea)).count() == 2
    assert not Letter.objects.exists()


def test_her_language_is_chosen_once_and_goes_with_her(boss: User) -> None:
    client, office = staff.browser_of(boss), reverse("admin:index")
    chosen = client.post(reverse("team:language"), {"language": "nl", "next": office})
    assert chosen["Location"] == office

    assert 'lang="nl"' in client.get(office).content.decode()
    assert Member.objects.get(user=boss).language == "nl"
    evening = staff.browser_of(User.objects.get(pk=boss.pk))
    for page in (office, reverse("team:home"), reverse("callcentre:desk")):
        assert '<html lang="nl"' in evening.get(page, headers={"Accept-Language": "fr"}).content.decode()
    assert '<html lang="fr"' in evening.get("/fr/").content.decode()
    client.post(reverse("team:language"), {"language": "xx"})
    assert Member.objects.get(user=boss).language == "nl"


def test_the_groups_follow_the_table_after_every_migration() -> None:
    Group.objects.get(name="press").permissions.clear()
    Group.objects.get(name="operator").permissions.set(
        Group.objects.get(name="coordinator").permissions.all()
    )
    call_command("migrate", verbosity=0)

    for role in roles.ROLES:
        user = staff.member(role.code)
        assert user.get_all_permissions() == set(role.rights), role.code


def test_every_account_has_its_row_from_the_first_moment() -> None:
    User.objects.create_superuser("somebody")
    assert Member.objects.get(user__username="somebody").language == ""


def test_keys_of_others_are_shown_nowhere_in_the_office() -> None:
    client = staff.log_in(Client(), User.objects.create_superuser("root"))
    key = TOTPDevice.objects.get().key

    names = ("otp_totp/totpdevice", "otp_static/staticdevice", "auth/user", "auth/group")
    assert {client.get(f"/admin/{name}/").status_code for name in names} == {404}
    assert (
        key
        not in client.get(reverse("admin:team_account_change", args=[User.objects.get().pk])).content.decode()
    )
