"""Accounts of the team: opened for somebody, entered by a link, closed when she leaves."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django_otp import devices_for_user

from letters.outbox import letter, post
from privacy.models import Event
from privacy.retention import TEAM
from team import roles
from team.models import Member

INVITATION = timedelta(days=7)
FORGOTTEN = timedelta(hours=2)
GONE = "gone-"
LONGEST_NAME = 150  # letters of a user name, which is the e-mail address


def book(user: User, action: str, by: str, now: datetime, **detail: object) -> None:
    """Write down what was done to an account."""
    Event.objects.create(at=now, actor=by, action=action, subject=user.member.uuid, detail=detail)


def member_of(user: User) -> Member:
    """The account's row of ours; every account has one from its first moment."""
    return Member.objects.select_related("user").get(user=user)


@transaction.atomic
def open_account(email: str, name: str, language: str, role: str, by: str, now: datetime) -> User:
    """The account of this e-mail address, made if need be, with this role beside those it has.

    It has no password until its owner chooses one by `link`, which works for
    seven days from now. Asked twice it is the same account; somebody who had
    left comes back with this role only. Raises ValueError for an unknown role
    or an address of more than 150 characters.
    """
    wanted, username = roles.named(role), email.strip().lower()
    if len(username) > LONGEST_NAME:
        raise ValueError(f"a user name has {LONGEST_NAME} characters at most")
    first, _space, last = name.strip()[:LONGEST_NAME].partition(" ")
    names = {"email": username, "first_name": first, "last_name": last}
    user, made = User.objects.get_or_create(username=username, defaults=names)
    member = Member.objects.select_for_update().get(user=user)
    returns = member.left_at is not None
    if made or returns:
        user.set_unusable_password()
        user.is_active = True
        user.save()
    now_has = [] if made or returns else roles.of(user)
    roles.give(user, *{each.code: each for each in [*now_has, wanted]}.values())
    member.language = language if made or returns else member.language
    member.left_at = None
    member.invited_at, member.invited_by = member.invited_at or now, member.invited_by or by
    if not user.has_usable_password():
        member.link_until = now + INVITATION
    member.save()
    user.member = member
    if wanted not in now_has:
        book(user, "account.opened", by, now, role=role)
    return user


def link(user: User) -> str:
    """The full address at which the owner of this account chooses a password.

    It dies with its use, or when its time is over.
    """
    return f"{settings.BASE_URL}{reverse('team:welcome', args=[member_of(user).token])}"


def invite(email: str, name: str, language: str, role: str, by: str, now: datetime) -> User:
    """Open an account and write its owner the letter with the link; twice on a day is one letter."""
    with transaction.atomic():
        user = open_account(email, name, language, role, by, now)
        if not user.has_usable_password():
            write(user, "team_invited", now, until=now + INVITATION)
    return user


def invite_again(user: User, now: datetime) -> None:
    """Another letter, and seven days more for its link, to somebody who has not chosen a password yet."""
    if not user.has_usable_password():
        with transaction.atomic():
            Member.objects.filter(user=user).update(link_until=now + INVITATION)
            write(user, "team_invited", now, until=now + INVITATION)


def set_roles(user: User, codes: list[str], by: str, now: datetime) -> None:
    """Let the account have these roles and no others. Raises ValueError for a role that there is not."""
    wanted = [roles.named(code) for code in codes]
    with transaction.atomic():
        roles.give(user, *wanted)
        book(user, "account.roles", by, now, roles=codes)


def write(user: User, kind: str, now: datetime, until: datetime | None = None) -> None:
    """Put one letter of this kind to the owner of an account into the outbox; one on a day for one link."""
    member = member_of(user)
    purpose = f"{kind}:{member.uuid}:{member.epoch}:{now:%Y-%m-%d}"
    post([letter(kind, member.uuid, now=now, purpose=purpose, valid_until=until)])


def forgotten(email: str, now: datetime) -> None:
    """Somebody has forgotten her password: a letter with a link for two hours, if we know her."""
    user = User.objects.filter(username=email.strip().lower(), is_active=True).first()
    if user is None or not user.email:
        return
    with transaction.atomic():
        until = now + FORGOTTEN
        Member.objects.filter(user=user).exclude(link_until__gt=until).update(link_until=until)
        member = member_of(user)
        kind = "team_password" if user.has_usable_password() else "team_invited"
        purpose = f"{kind}:{member.uuid}:{member.epoch}:{now:%Y-%m-%dT%H}"
        post([letter(kind, member.uuid, now=now, purpose=purpose, valid_until=until)])


def choose_password(member: Member, password: str, now: datetime) -> bool:
    """The first password, or another one, by a link: True for the one who was first to use that link."""
    with transaction.atomic():
        live = Member.objects.filter(pk=member.pk, epoch=member.epoch, link_until__gt=now)
        if not live.update(epoch=F("epoch") + 1, link_until=None):
            return False
        user = member.user
        user.set_password(password)
        user.save(update_fields=["password"])
        book(user, "account.password", f"staff:{user.pk}", now)
    return True


def change_password(user: User, password: str, now: datetime) -> None:
    """Another password, by its owner; links that were on their way die."""
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        Member.objects.filter(user=user).update(epoch=F("epoch") + 1, link_until=None)
        book(user, "account.password", f"staff:{user.pk}", now)


def close(user: User, by: str = "team", now: datetime | None = None) -> None:
    """She leaves: no role, no password, no second factor, no link; whoever is logged in is out at once."""
    now = now or timezone.now()
    with transaction.atomic():
        user.set_unusable_password()
        user.is_active = False
        user.save(update_fields=["password", "is_active"])
        roles.give(user)
        _forget_devices(user)
        Member.objects.filter(user=user).update(left_at=now, epoch=F("epoch") + 1, link_until=None)
        book(user, "account.closed", by, now)


def forget_left(now: datetime) -> int:
    """Names and addresses of those who left a month ago are erased; what they did stays under a number."""
    gone = User.objects.filter(member__left_at__lte=now - TEAM).exclude(username__startswith=GONE)
    for user in gone:
        user.username, user.email, user.first_name, user.last_name = f"{GONE}{user.pk}", "", "", ""
        user.save()
    return len(gone)


def reset_second_factor(user: User, by: str, now: datetime) -> None:
    """Her phone is lost: at the next log-in she sets up another; she is told by letter."""
    with transaction.atomic():
        _forget_devices(user)
        Member.objects.filter(user=user).update(epoch=F("epoch") + 1)
        book(user, "account.second_factor_reset", by, now)
        write(user, "team_second_factor", now)


def _forget_devices(user: User) -> None:
    for device in devices_for_user(user, confirmed=None):
        device.delete()


def on_new_user(instance: User, created: bool, raw: bool, **_signal: object) -> None:
    """Every account has its row of ours from the first moment, also one made at the console."""
    if created and not raw:
        Member.objects.create(user=instance)
