"""Coming to the phone and leaving it: the verbs of an operator's life with us."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import F

from callcentre.models import Operator, Shift
from catalogue import consents
from letters.models import Letter
from letters.outbox import letter, post
from privacy.crypto import blind_index, blind_indexes
from privacy.models import Consent, Event
from privacy.retention import CONFIRMATION_LINK, REFUSED_OPERATOR, UNCONFIRMED_OPERATOR
from team import accounts
from team.access import LEAD_CALLS

LETTERS_AN_HOUR = 3  # to one address that has not answered yet
OFFER_FIELDS = ("name", "email", "phone", "language", "languages", "hours", "why")
ROLE = "operator"


@dataclass(frozen=True)
class Offer:
    """What somebody wrote on the page. Phone in E.164, hours as codes of DAYTIMES with spaces."""

    name: str
    email: str
    phone: str
    language: str
    languages: list[str]
    hours: str
    why: str


def find_by_email(email: str) -> Operator | None:
    """The operator with this address, in whatever case it is written."""
    return Operator.objects.filter(email_index__in=blind_indexes(email.lower())).first()


def offer(said: Offer, now: datetime) -> None:
    """Take down an offer and let a letter say the rest, the same way for known and unknown addresses.

    Of two posts at once the second finds the first one's row. Who is with us, or
    waits for an answer, keeps what she has; an offer that was never confirmed, or
    was refused, is written over.
    """
    if find_by_email(said.email) is None:
        try:
            with transaction.atomic():
                _enter(Operator(), said, now)
            return
        except IntegrityError:
            pass  # the same address at the same moment: its row is there now
    _offer_again(said, now)


@transaction.atomic
def _offer_again(said: Offer, now: datetime) -> None:
    """The row is locked before we judge it: it may be confirmed or approved at this very moment."""
    rows = Operator.objects.select_for_update()
    known = rows.filter(email_index__in=blind_indexes(said.email.lower())).first()
    if known is None:
        _enter(Operator(), said, now)
    elif known.approved_at or (known.confirmed_at and not known.refused_at):
        post([letter("operator_known", known.uuid, now=now, purpose=_hourly(known, now))])
    elif not _is_enough(known, said, now):
        known.epoch += 1  # only the newest letter confirms, and it confirms what was written last
        _enter(known, said, now)


def _hourly(known: Operator, now: datetime) -> str:
    return f"operator_known:{known.uuid}:{now:%Y%m%d%H}"


def _is_enough(known: Operator, said: Offer, now: datetime) -> bool:
    """Whether this offer says nothing new, or too much has been written to this address within the hour."""
    lately = Letter.objects.filter(
        kind="operator_confirm", subject=known.uuid, created_at__gt=now - timedelta(hours=1)
    ).count()
    same = all(getattr(known, name) == getattr(said, name) for name in OFFER_FIELDS)
    return lately >= LETTERS_AN_HOUR or (same and lately > 0)


def _enter(operator: Operator, said: Offer, now: datetime) -> None:
    for name in OFFER_FIELDS:
        setattr(operator, name, getattr(said, name))
    operator.email_index = blind_index(said.email.lower())
    operator.applied_at = now
    operator.confirmed_at = operator.refused_at = None
    operator.save()
    _post_link(operator, now)


def _post_link(operator: Operator, now: datetime) -> None:
    """The letter with the confirmation link; a new epoch is a new purpose."""
    purpose = f"operator_confirm:{operator.uuid}:{operator.epoch}"
    post([letter("operator_confirm", operator.uuid, now=now, purpose=purpose)])


def link_has_expired(operator: Operator, now: datetime) -> bool:
    """Whether the confirmation letter is too old to be believed."""
    return now >= operator.applied_at + CONFIRMATION_LINK


@transaction.atomic
def send_link_again(operator: Operator, now: datetime) -> None:
    """A fresh confirmation letter for an old link, which ends with it."""
    renewed = Operator.objects.filter(pk=operator.pk, confirmed_at__isnull=True, epoch=operator.epoch)
    if renewed.update(applied_at=now, epoch=F("epoch") + 1):
        operator.refresh_from_db()
        _post_link(operator, now)


@transaction.atomic
def confirm(operator: Operator, now: datetime) -> None:
    """From a signed link to an offer that a coordinator sees; the second press changes nothing."""
    seen = Operator.objects.filter(pk=operator.pk, confirmed_at__isnull=True, left_at__isnull=True)
    if not seen.filter(epoch=operator.epoch).update(confirmed_at=now):
        return
    undertaking = consents.OPERATOR
    Consent.objects.create(
        subject=operator.uuid, text=undertaking.name, version=undertaking.version,
        language=operator.language, channel="web", given_at=now,
    )  # fmt: skip


@transaction.atomic
def approve(operator: Operator, by: str, now: datetime) -> bool:
    """A coordinator says yes: an account, and one letter. Of two at once one does it: was it this one?

    Also after a "not now" that was thought over.
    """
    seen = Operator.objects.offers().filter(pk=operator.pk)
    if not seen.update(approved_at=now, approved_by=by, refused_at=None):
        return False
    operator.refresh_from_db()
    operator.user = accounts.open_account(
        operator.email, operator.name, operator.language, ROLE, by=by, now=now
    )
    operator.save(update_fields=["user"])
    Event.objects.create(at=now, actor=by, action="operator.approved", subject=operator.uuid)
    post([letter("operator_welcome", operator.uuid, now=now)])
    return True


@transaction.atomic
def refuse(operator: Operator, by: str, now: datetime) -> bool:
    """A coordinator says "not now", with a letter; whether it was this one."""
    seen = Operator.objects.offers().filter(pk=operator.pk, refused_at__isnull=True)
    if not seen.update(refused_at=now):
        return False
    Event.objects.create(at=now, actor=by, action="operator.refused", subject=operator.uuid)
    purpose = f"operator_no:{operator.uuid}:{operator.epoch}"
    post([letter("operator_no", operator.uuid, now=now, purpose=purpose)])
    return True


@transaction.atomic
def leave(operator: Operator, by: str, now: datetime) -> None:
    """Forget an operator: no shift to come, no account; the row stays for the counts, the person does not."""
    current = Operator.objects.select_for_update().get(pk=operator.pk)
    if current.left_at:
        return
    if current.user and not current.user.has_perm(LEAD_CALLS):  # a coordinator goes on as one
        accounts.close(current.user, by=by, now=now)
        _forget_account(current.user)
    Shift.objects.filter(operator=current, ends_at__gt=now).delete()
    current.user = current.email_index = None
    current.name = current.email = current.phone = current.hours = current.why = current.telephony_id = ""
    current.left_at = now
    current.epoch += 1
    current.save()
    Event.objects.create(at=now, actor=by, action="operator.left", subject=current.uuid)


def _forget_account(user: User) -> None:
    """A closed account keeps its number, by which the books name it, and nothing of the person."""
    user.username = f"left-{user.pk}"
    user.email = user.first_name = user.last_name = ""
    user.save(update_fields=["username", "email", "first_name", "last_name"])


def forget_offers(now: datetime) -> int:
    """Delete offers that were never confirmed in a week, or refused a month ago; return how many."""
    rows = Operator.objects.filter(approved_at__isnull=True)
    old = rows.filter(confirmed_at__isnull=True, applied_at__lte=now - UNCONFIRMED_OPERATOR)
    refused = rows.filter(refused_at__lte=now - REFUSED_OPERATOR)
    return int(old.delete()[0] + refused.delete()[0])
