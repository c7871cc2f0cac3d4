"""What we write to the people of the team about their accounts."""

from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.text import format_lazy

from letters.kinds import Message
from privacy.crypto import blind_index
from team import accounts, roles
from team.models import Member


def _message(member: Member, template: str, button_url: str, **context: object) -> Message:
    return Message(
        to=member.user.email,
        recipient=blind_index(member.user.email.lower()),
        language=member.writes_in,
        template=f"team/email/{template}",
        context={"first_name": member.user.first_name, "button_url": button_url, **context},
    )


def _in_the_team(subject: UUID) -> Member | None:
    rows = Member.objects.select_related("user").filter(uuid=subject, user__is_active=True)
    return rows.exclude(user__email="").first()


def invited(subject: UUID) -> Message | None:
    """Her account is there: choose a password. Nothing more once she has."""
    member = _in_the_team(subject)
    if member is None or member.user.has_usable_password():
        return None
    labels = [role.label for role in roles.of(member.user)]
    names = format_lazy(", ".join(["{}"] * len(labels)), *labels)  # in the language of the letter
    return _message(member, "invited", accounts.link(member.user), roles=names)


def password(subject: UUID) -> Message | None:
    """Somebody has forgotten the password; nothing more once that link has been used."""
    member = _in_the_team(subject)
    if member is None or member.link_until is None:
        return None
    return _message(member, "password", accounts.link(member.user))


def second_factor(subject: UUID) -> Message | None:
    """Her second factor was taken away by an administrator."""
    member = _in_the_team(subject)
    if member is None:
        return None
    return _message(member, "second_factor", settings.BASE_URL + reverse("team:login"))
