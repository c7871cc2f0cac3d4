"""People of the team, logged in as they are in the evening: with their role, and all that a door asks for."""

from itertools import count

from django.contrib.auth.models import Permission, User
from django.test import Client

RIGHTS = {
    "operator": ("take_calls",),
    "coordinator": (
        "take_calls", "lead_calls", "view_helprequest", "change_helprequest",
        "view_volunteer", "change_volunteer", "view_match", "view_invitation", "view_letter", "view_event",
        "view_calltask",
    ),
}  # fmt: skip
_numbers = count(1)


def member(role: str) -> User:
    """Somebody of the team with this role."""
    user = User.objects.create_user(f"{role}{next(_numbers)}@example.org", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=RIGHTS[role]))
    return user


def browser_of(user: User) -> Client:
    """A browser in which this person is logged in."""
    client = Client()
    client.force_login(user)
    return client
