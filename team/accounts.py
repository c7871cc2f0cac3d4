"""Accounts of the team: opened, entered by a link, closed. A stand-in until the team's own room is merged."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import Permission, User
from django.urls import reverse


def open_account(email: str, name: str, language: str, role: str, by: str, now: datetime) -> User:
    """The account of this e-mail address, made if need be."""
    first, _space, last = name.strip()[:150].partition(" ")
    names = {"email": email.lower(), "first_name": first, "last_name": last}
    user, _made = User.objects.get_or_create(username=email.strip().lower(), defaults=names)
    user.is_active = True
    user.save()
    user.user_permissions.set(Permission.objects.filter(codename="take_calls"))
    return user


def link(user: User) -> str:
    """The full address at which the owner of this account chooses a password."""
    return f"{settings.BASE_URL}{reverse('admin:login')}"


def close(user: User, by: str = "", now: datetime | None = None) -> None:
    """She leaves: nobody logs in with this account any more."""
    user.set_unusable_password()
    user.is_active = False
    user.save()
