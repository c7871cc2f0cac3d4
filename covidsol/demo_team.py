"""The logins of a development house, whose passwords and codes are printed; refused in production."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django_otp.plugins.otp_static.models import StaticDevice

from team import roles, second

PASSWORD, CODE = "demo-covidsol", "246810"


@dataclass(frozen=True)
class Login:
    """Somebody whom `make run` prints: the name, the role, and the page that is hers."""

    name: str
    role: str
    place: str
    page: str


LOGINS = (
    Login("demo", "administrator", "The office is at", "/admin/"),
    Login("operator", "operator", "The phone's desk", "/operator/"),
)


def open_all() -> None:
    """Make the logins in an empty house; in one that has them, their printed code works again."""
    if not User.objects.exists():
        for login in LOGINS:
            User.objects.create_user(login.name, f"{login.name}@covidsol.example", PASSWORD)
    for login in LOGINS:
        if user := User.objects.filter(username=login.name).first():
            roles.give(user, roles.named(login.role))
            device, _made = StaticDevice.objects.get_or_create(user=user, name=second.DEMO)
            device.token_set.get_or_create(token=CODE)


def told() -> list[str]:
    """What a newcomer needs: address, user, password, code."""
    there = set(User.objects.values_list("username", flat=True))
    return [
        f"{login.place:<22}{login.page:<12}user: {login.name}   password: {PASSWORD}   code: {CODE}"
        for login in LOGINS
        if login.name in there
    ]
