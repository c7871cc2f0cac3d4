"""People of the team, logged in as they are in the evening: with their role, and with both factors."""

from itertools import count

from django.contrib.auth.models import User
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from team import roles

_numbers = count(1)


def member(*codes: str) -> User:
    """Somebody of the team with these roles; none is somebody who may log in, and do nothing."""
    name = f"{''.join(codes).replace(' ', '.') or 'nobody'}{next(_numbers)}@example.org"
    user = User.objects.create_user(name, name)
    roles.give(user, *(roles.named(code) for code in codes))
    return user


def log_in(client: Client, user: User, with_phone: bool = True) -> Client:
    """Log this person in, with her phone at hand unless said otherwise."""
    client.force_login(user)
    if with_phone:
        phone, _made = TOTPDevice.objects.get_or_create(user=user, name="phone")
        session = client.session
        session[DEVICE_ID_SESSION_KEY] = phone.persistent_id
        session.save()
    return client


def browser_of(user: User) -> Client:
    """A browser in which this person is logged in."""
    return log_in(Client(), user)
