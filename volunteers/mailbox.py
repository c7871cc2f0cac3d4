"""Another e-mail address: asked for on his page, told to the old one, and his once the new one answers."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from letters.models import Letter, Suppression
from letters.outbox import letter, post
from privacy import tokens
from privacy.crypto import blind_index, blind_indexes
from privacy.models import Event
from privacy.retention import CONFIRMATION_LINK, UNCONFIRMED_VOLUNTEER
from volunteers import holding, reach
from volunteers.membership import LETTERS_AN_HOUR, find_by_email
from volunteers.models import Status, Volunteer


def _purpose(email: str) -> str:
    """A link confirms the address that it was sent to and no other one; the address itself is not in it."""
    return f"volunteer.email.{email.lower()}"


def token(volunteer: Volunteer) -> str:
    """The link that makes the new address his."""
    return tokens.make(_purpose(volunteer.new_email), volunteer.uuid, volunteer.epoch)


def behind(text: str) -> Volunteer | None:
    """The volunteer whose new address this link was sent to, also when it is his by now; else None."""
    subject = tokens.subject_of(text)
    rows = Volunteer.objects.filter(status=Status.ACTIVE, blocked_at__isnull=True)
    found = rows.filter(uuid=subject).first() if subject else None
    if found is None:
        return None

    purpose = _purpose(found.new_email)
    standing = tokens.standing(text, purpose, found.uuid, found.epoch)
    is_new = bool(found.new_email) and standing is tokens.Standing.LIVE
    return found if is_new or is_his(found, text) else None


def is_his(volunteer: Volunteer, text: str) -> bool:
    """Whether this link has done its work: the address that it was sent to is the volunteer's by now."""
    standing = tokens.standing(text, _purpose(volunteer.email), volunteer.uuid, volunteer.epoch)
    return standing is not tokens.Standing.FORGED


def is_waiting(volunteer: Volunteer, now: datetime) -> bool:
    """Whether a new address has been named, and its letter may still be answered."""
    asked = volunteer.new_email_at
    return bool(volunteer.new_email and asked and now < asked + CONFIRMATION_LINK)


@transaction.atomic
def ask(volunteer: Volunteer, email: str, now: datetime) -> None:
    """Note the new address and write to both; until the new one answers, the old one stays.

    The same for an address that we know: its owner is written to, and nobody
    else learns of it. Not more letters than an honest slip or two needs.
    """
    current = Volunteer.objects.select_for_update().get(pk=volunteer.pk)
    if email.lower() == current.email.lower():
        return
    current.new_email, current.new_email_at, current.former_email = email, now, ""
    current.save(update_fields=["new_email", "new_email_at", "former_email"])
    _post("volunteer_email_changes", current, now)
    other = find_by_email(email)
    if other is not None and other.status == Status.ACTIVE:
        _post("volunteer_known", other, now)
    elif _written_lately(current, now) < LETTERS_AN_HOUR:
        _post("volunteer_new_email", current, now, to=blind_index(email.lower())[:16])
    volunteer.refresh_from_db()


def _post(kind: str, about: Volunteer, now: datetime, *, to: str = "") -> None:
    """One letter of this kind in each hour of the clock, to each address."""
    purpose = ":".join(filter(None, (kind, str(about.uuid), to, f"{now:%Y%m%d%H}")))
    post([letter(kind, about.uuid, now=now, purpose=purpose)])


def _written_lately(volunteer: Volunteer, now: datetime) -> int:
    since = now - timedelta(hours=1)
    return Letter.objects.filter(
        kind="volunteer_new_email", subject=volunteer.uuid, created_at__gt=since
    ).count()


@transaction.atomic
def drop(volunteer: Volunteer) -> None:
    """The old address stays; the letter to the new one opens nothing more."""
    Volunteer.objects.filter(pk=volunteer.pk).update(new_email="", new_email_at=None)
    volunteer.refresh_from_db()


def confirm(volunteer: Volunteer, now: datetime) -> bool:
    """The new address is his; False if its letter is too old, or the address somebody else's by now.

    Links in letters to the old address open nothing from then on; a letter to
    the new one brings his page's. Pressed twice, the second press finds it done.
    """
    try:
        with transaction.atomic():
            return _confirm(volunteer, now)
    except IntegrityError:  # somebody has signed up with it at this very moment
        return False


def _confirm(volunteer: Volunteer, now: datetime) -> bool:
    current = Volunteer.objects.select_for_update().get(pk=volunteer.pk)
    if not current.new_email:
        return True
    if not is_waiting(current, now):
        return False
    indexes = blind_indexes(current.new_email.lower())
    # a sign-up that was never confirmed gives way to him who has shown that the address is his
    Volunteer.objects.filter(email_index__in=indexes, status=Status.UNCONFIRMED).delete()
    if Volunteer.objects.filter(email_index__in=indexes).exclude(pk=current.pk).exists():
        return False
    current.former_email, current.email, current.new_email = current.email, current.new_email, ""
    current.email_index = blind_index(current.email.lower())
    current.epoch += 1
    if not Suppression.objects.filter(recipient__in=indexes).exists():
        current.undeliverable_at = None
    reach.save(current)
    holding.look(current, now)
    actor = f"volunteer:{volunteer.uuid}"
    Event.objects.create(at=now, actor=actor, action="volunteer.email_changed", subject=volunteer.uuid)
    page = f"volunteer_welcome:{volunteer.uuid}:{current.epoch}"
    post([letter("volunteer_welcome", volunteer.uuid, now=now, purpose=page)])
    volunteer.refresh_from_db()
    return True


def forget_other_addresses(now: datetime) -> int:
    """Erase addresses that were never confirmed, and former ones, after a week; return how many rows."""
    old = Volunteer.objects.filter(new_email_at__lte=now - UNCONFIRMED_VOLUNTEER)
    return old.update(new_email="", former_email="", new_email_at=None)
