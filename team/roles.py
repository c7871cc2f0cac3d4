"""The roles of the team: the only table of who has which rights, from which the groups are made."""

from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig
from django.apps import apps as every_room
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission, User
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TAKE_CALLS, LEAD_CALLS = "callcentre.take_calls", "callcentre.lead_calls"
SEE_FIGURES, EXPORT_PEOPLE = "team.see_figures", "team.export_people"
REQUESTS = ("requests_app.view_helprequest", "requests_app.change_helprequest")
VOLUNTEERS = ("volunteers.view_volunteer", "volunteers.change_volunteer")
BOOKS = (
    "matching.view_invitation", "matching.view_match",
    "letters.view_letter", "letters.view_deliveryevent", "letters.view_suppression",
    "letters.delete_suppression",
    "privacy.view_event", "privacy.view_consent",
    "geo.view_knownaddress", "geo.delete_knownaddress",
    "paper.view_code", "paper.view_scans", "paper.view_arrival",
)  # fmt: skip
REPORTS = ("matching.view_report", "matching.change_report")
CALLS = (
    "callcentre.view_call", "callcentre.view_calltask", "callcentre.view_shift",
    "callcentre.view_operator", "callcentre.change_operator",
)  # fmt: skip
COORDINATING = (TAKE_CALLS, LEAD_CALLS, SEE_FIGURES, *REQUESTS, *VOLUNTEERS, *BOOKS, *REPORTS, *CALLS)
ADMINISTERING = (EXPORT_PEOPLE, "team.view_account", "team.add_account", "team.change_account")


@dataclass(frozen=True)
class Role:
    """A role: the name of its group, what people call it, its rights, and whether /admin/ is open to it."""

    code: str
    label: str | Promise
    rights: tuple[str, ...]
    office: bool = False


ROLES = (
    Role("operator", _("operator"), (TAKE_CALLS,)),
    Role("listener coordinator", _("listener coordinator"), (SEE_FIGURES, VOLUNTEERS[0]), office=True),
    Role("coordinator", _("coordinator"), COORDINATING, office=True),
    Role("administrator", _("administrator"), COORDINATING + ADMINISTERING, office=True),
    Role("press", _("press (figures only)"), (SEE_FIGURES,)),
)
BY_CODE = {role.code: role for role in ROLES}


def named(code: str) -> Role:
    """The role of this code; ValueError, with the codes there are, if there is none."""
    if code not in BY_CODE:
        raise ValueError(f"no role {code!r}; there are: {', '.join(BY_CODE)}")
    return BY_CODE[code]


def of(user: User) -> list[Role]:
    """The roles that an account has, in the table's order."""
    groups = set(user.groups.values_list("name", flat=True))
    return [role for role in ROLES if role.code in groups]


def give(user: User, *roles: Role) -> None:
    """Let the account have these roles and no others; whether the office is open to it follows."""
    user.groups.set([Group.objects.get_or_create(name=role.code)[0] for role in roles])
    is_staff = user.is_superuser or any(role.office for role in roles)
    if user.is_staff != is_staff:
        user.is_staff = is_staff
        user.save(update_fields=["is_staff"])


def renew() -> None:
    """Make each role's group have exactly the rights of the table; may run any number of times."""
    wanted = {right for role in ROLES for right in role.rights}
    codenames = [right.partition(".")[2] for right in wanted]
    known = Permission.objects.filter(codename__in=codenames).select_related("content_type")
    rows = {f"{each.content_type.app_label}.{each.codename}": each for each in known}
    for role in ROLES:
        group, _made = Group.objects.get_or_create(name=role.code)
        group.permissions.set([rows[right] for right in role.rights if right in rows])


def after_migrating(sender: AppConfig, using: str, **signal: Any) -> None:
    """Renew the groups when the last room has been migrated, so that every right has its row.

    A receiver of post_migrate and not a data migration: rights are rows only after
    the migrations, rooms that come later bring theirs, and a flush brings the
    groups back. Where the accounts themselves are not migrated nothing happens.
    """
    rooms = signal.get("apps", every_room)  # a flush names none, and a missing key is a LookupError too
    try:
        rooms.get_model("auth", "Group")
    except LookupError:
        return
    if using == "default":
        create_permissions(sender, verbosity=0, using=using, apps=rooms)
        renew()
