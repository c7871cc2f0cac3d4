"""Coming, pausing and going: the verbs of a volunteer's life with us."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from catalogue import consents
from letters.models import Letter
from letters.outbox import letter, post
from privacy.crypto import blind_index, blind_indexes
from privacy.models import Consent, Event
from privacy.retention import CONFIRMATION_LINK, UNCONFIRMED_VOLUNTEER
from volunteers import holding, reach, traces
from volunteers.models import Status, Volunteer
from volunteers.trace_rows import Why

UNTIL_HE_SAYS_SO = timedelta(days=3650)
BY_LIST = "import"  # the channel of consents that others collected
LETTERS_AN_HOUR = 3  # to one address that has not answered yet
SIGN_UP_FIELDS = (
    "name", "email", "phone", "street", "postcode", "municipality", "language", "languages", "kinds",
    "travel_km",
)  # fmt: skip


@dataclass(frozen=True)
class SignUp:
    """What somebody wrote on the registration page. Phone in E.164, kinds as a mask of the catalogue."""

    name: str
    email: str
    phone: str
    street: str
    postcode: str
    language: str
    languages: list[str]
    kinds: int
    travel_km: int
    municipality: str = ""


def find_by_email(email: str) -> Volunteer | None:
    """The volunteer with this address, in whatever case it is written."""
    return Volunteer.objects.filter(email_index__in=blind_indexes(email.lower())).first()


def register(sign_up: SignUp, now: datetime) -> None:
    """Take down a sign-up and let a letter say the rest, the same way for known and unknown addresses.

    Of two posts at once the second finds the first one's row. Somebody known
    keeps what he has; only a sign-up that was never confirmed is written over.
    """
    if find_by_email(sign_up.email) is None:
        try:
            with transaction.atomic():
                _enter(Volunteer(), sign_up, now)
            return
        except IntegrityError:
            pass  # the same address at the same moment: its row is there now
    _sign_up_again(sign_up, now)


@transaction.atomic
def _sign_up_again(sign_up: SignUp, now: datetime) -> None:
    """The row is locked before we judge it: it may be confirmed at this very moment."""
    rows = Volunteer.objects.select_for_update()
    known = rows.filter(email_index__in=blind_indexes(sign_up.email.lower())).first()
    if known is None:
        _enter(Volunteer(), sign_up, now)
    elif known.status == Status.ACTIVE:
        post([letter("volunteer_known", known.uuid, now=now, purpose=_hourly("volunteer_known", known, now))])
    elif not known.blocked_at and not _is_enough(known, sign_up, now):
        Consent.objects.filter(subject=known.uuid, channel=BY_LIST).delete()  # now he comes by himself
        known.epoch += 1  # only the newest letter confirms, and it confirms what was written last
        _enter(known, sign_up, now)


def _is_enough(known: Volunteer, sign_up: SignUp, now: datetime) -> bool:
    """Whether this sign-up says nothing new, or too much has been written to this address within the hour."""
    lately = Letter.objects.filter(
        kind="volunteer_confirm", subject=known.uuid, created_at__gt=now - timedelta(hours=1)
    ).count()
    same = all(getattr(known, name) == getattr(sign_up, name) for name in SIGN_UP_FIELDS)
    return lately >= LETTERS_AN_HOUR or (same and lately > 0)


def _enter(volunteer: Volunteer, sign_up: SignUp, now: datetime) -> None:
    for name in SIGN_UP_FIELDS:
        setattr(volunteer, name, getattr(sign_up, name))
    volunteer.country = settings.COUNTRY
    volunteer.email_index = blind_index(sign_up.email.lower())
    volunteer.phone_index = blind_index(sign_up.phone)
    volunteer.registered_at = now
    volunteer.forget_place()
    volunteer.save()
    _post_link(volunteer, now)


def _hourly(kind: str, volunteer: Volunteer, now: datetime) -> str:
    """A purpose that is new in each hour of the clock, whoever presses the button how often."""
    return f"{kind}:{volunteer.uuid}:{now:%Y%m%d%H}"


def _post_link(volunteer: Volunteer, now: datetime) -> None:
    """The letter with the confirmation link; a new epoch is a new purpose."""
    purpose = f"volunteer_confirm:{volunteer.uuid}:{volunteer.epoch}"
    post([letter("volunteer_confirm", volunteer.uuid, now=now, purpose=purpose)])


def link_has_expired(volunteer: Volunteer, now: datetime) -> bool:
    """Whether the confirmation letter is too old to be believed."""
    return now >= volunteer.registered_at + CONFIRMATION_LINK


@transaction.atomic
def send_link_again(volunteer: Volunteer, now: datetime) -> None:
    """A fresh confirmation letter for an old link, which ends with it."""
    renewed = Volunteer.objects.filter(pk=volunteer.pk, status=Status.UNCONFIRMED, epoch=volunteer.epoch)
    if renewed.update(registered_at=now, epoch=F("epoch") + 1):
        volunteer.refresh_from_db()
        _post_link(volunteer, now)


@transaction.atomic
def confirm(volunteer: Volunteer, now: datetime) -> None:
    """From a signed link to a volunteer who is asked; the second press changes nothing."""
    seen = Volunteer.objects.filter(pk=volunteer.pk, status=Status.UNCONFIRMED, blocked_at__isnull=True)
    if not seen.filter(epoch=volunteer.epoch).update(status=Status.ACTIVE, confirmed_at=now):
        return
    volunteer.refresh_from_db()
    reach.save(volunteer)
    holding.look(volunteer, now)
    charter = consents.CHARTER
    Consent.objects.create(
        subject=volunteer.uuid, text=charter.name, version=charter.version,
        language=volunteer.language, channel="web", given_at=now,
    )  # fmt: skip
    post([letter("volunteer_welcome", volunteer.uuid, now=now)])


@transaction.atomic
def pause(volunteer: Volunteer, until: datetime | None) -> None:
    """No more letters until then; None ends the pause."""
    current = Volunteer.objects.select_for_update().get(pk=volunteer.pk)
    current.paused_until = until
    reach.save(current)


@transaction.atomic
def wake(volunteer: Volunteer, now: datetime) -> None:
    """End a pause that has run out; one that was taken meanwhile stays."""
    current = Volunteer.objects.select_for_update().get(pk=volunteer.pk)
    if current.paused_until and current.paused_until <= now:
        current.paused_until = None
        reach.save(current)


def wants_no_letters(volunteer: Volunteer) -> bool:
    """Whether he has said that he wants no more letters that ask, until he says otherwise."""
    return bool(volunteer.paused_until and volunteer.paused_until > timezone.now() + UNTIL_HE_SAYS_SO / 2)


@transaction.atomic
def unsubscribe(volunteer: Volunteer, now: datetime) -> None:
    """No more letters that ask, until he says otherwise on his own page; once is enough."""
    current = Volunteer.objects.select_for_update().get(pk=volunteer.pk)
    if current.paused_until and current.paused_until >= now + UNTIL_HE_SAYS_SO / 2:
        return
    current.paused_until = now + UNTIL_HE_SAYS_SO
    reach.save(current)
    actor = f"volunteer:{volunteer.uuid}"
    Event.objects.create(at=now, actor=actor, action="volunteer.unsubscribed", subject=volunteer.uuid)


@transaction.atomic
def mark_undeliverable(volunteer: Volunteer, now: datetime, by: str = "clock") -> None:
    """His letters come back, or he has complained: the search passes him over."""
    _set_undeliverable(volunteer, now)
    Event.objects.create(at=now, actor=by, action="volunteer.undeliverable", subject=volunteer.uuid)


@transaction.atomic
def mark_deliverable(volunteer: Volunteer, now: datetime) -> None:
    """The team has lifted the ban on his address."""
    _set_undeliverable(volunteer, None)


def _set_undeliverable(volunteer: Volunteer, at: datetime | None) -> None:
    current = Volunteer.objects.select_for_update().get(pk=volunteer.pk)
    current.undeliverable_at = at
    reach.save(current)


@transaction.atomic
def block(volunteer: Volunteer, by: str, now: datetime) -> None:
    """No letters, no links, at once."""
    current = Volunteer.objects.select_for_update().get(pk=volunteer.pk)
    current.blocked_at, current.held_back_at = now, None
    current.epoch += 1
    reach.save(current)
    traces.keep(current, Why.BLOCKED, now)
    holding.settle(current, now)
    Event.objects.create(at=now, actor=by, action="volunteer.blocked", subject=volunteer.uuid)


@transaction.atomic
def approve(volunteer: Volunteer, by: str, how: str, now: datetime) -> None:
    """Write down that somebody checked who this is: by whom, when and how; no document is kept."""
    Volunteer.objects.filter(pk=volunteer.pk).update(approved_at=now, approved_by=by, approved_how=how)
    Event.objects.create(at=now, actor=by, action="volunteer.approved", subject=volunteer.uuid)


@transaction.atomic
def leave(volunteer: Volunteer, now: datetime) -> None:
    """Forget a volunteer: the row stays for the counts, the person does not."""
    current = Volunteer.objects.select_for_update().get(pk=volunteer.pk)
    if current.blocked_at or current.held_back_at:
        traces.keep(current, Why.BLOCKED if current.blocked_at else Why.HELD, now)
    current.returns.all().delete()
    current.status, current.left_at = Status.LEFT, now
    current.name = current.email = current.phone = current.street = current.phone_index = ""
    current.email_index = current.new_email_at = current.work_lat = current.work_lon = None
    current.news_due_at = None
    current.new_email = current.former_email = current.work_postcode = current.work_municipality = ""
    current.forget_place()
    current.epoch += 1
    reach.save(current)
    Event.objects.create(
        at=now, actor=f"volunteer:{volunteer.uuid}", action="volunteer.left", subject=volunteer.uuid
    )


def forget_unconfirmed(now: datetime) -> int:
    """Delete sign-ups that were never confirmed in a week; return how many."""
    old = Volunteer.objects.filter(status=Status.UNCONFIRMED, registered_at__lte=now - UNCONFIRMED_VOLUNTEER)
    Consent.objects.filter(subject__in=old.values("uuid")).delete()  # of a list that others handed in
    return old.delete()[0]
