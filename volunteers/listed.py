"""Coming by somebody's list: each sign-up that others hand in is first asked, by letter, whether it is so."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from letters.kinds import WAVE
from letters.models import Letter
from letters.outbox import letter, post
from privacy.crypto import blind_index, blind_indexes
from privacy.models import Consent
from volunteers.membership import BY_LIST, SIGN_UP_FIELDS, SignUp
from volunteers.models import Volunteer

TEXT = "by-list"
AT_ONCE = 200  # rows in one statement


def known(emails: Sequence[str]) -> set[str]:
    """Those of these addresses that have a row with us already, whatever its state; few queries for many."""
    by_index = {index: email for email in emails for index in blind_indexes(email.lower())}
    found: set[str] = set()
    indexes = list(by_index)
    for at in range(0, len(indexes), AT_ONCE):
        part = indexes[at : at + AT_ONCE]
        rows = Volunteer.objects.filter(email_index__in=part).values_list("email_index", flat=True)
        found |= {by_index[index] for index in rows if index}
    return found


@transaction.atomic
def enter(sign_ups: Sequence[SignUp], *, source: str, by: str, now: datetime) -> int:
    """Take down all of a list or nothing; return how many rows were made.

    Whoever has a row keeps it as it is. Each new one is unconfirmed: the usual
    letter asks, the clock forgets who has not answered in a week. `source`
    says who collected the consents and when, and stands beside each of them.
    """
    there = known([each.email for each in sign_ups])
    fresh = {each.email.lower(): each for each in sign_ups if each.email not in there}
    rows = [_row(each, now) for each in fresh.values()]
    # somebody may register at this very moment: his own row stays, and ours is left out
    Volunteer.objects.bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True)
    made = _made(rows)
    Consent.objects.bulk_create([_consent(each, source, by, now) for each in made], batch_size=AT_ONCE)
    for at in range(0, len(made), AT_ONCE):
        post([_question(each, now) for each in made[at : at + AT_ONCE]])
    return len(made)


def _row(sign_up: SignUp, now: datetime) -> Volunteer:
    made = Volunteer(**{name: getattr(sign_up, name) for name in SIGN_UP_FIELDS})
    made.country = settings.COUNTRY
    made.email_index = blind_index(sign_up.email.lower())
    made.phone_index = blind_index(sign_up.phone)
    made.registered_at = now
    made.forget_place()
    return made


def _made(rows: list[Volunteer]) -> list[Volunteer]:
    """Those that are really there."""
    there: set[object] = set()
    for at in range(0, len(rows), AT_ONCE):
        part = [each.uuid for each in rows[at : at + AT_ONCE]]
        there.update(Volunteer.objects.filter(uuid__in=part).values_list("uuid", flat=True))
    return [each for each in rows if each.uuid in there]


def _consent(volunteer: Volunteer, source: str, by: str, now: datetime) -> Consent:
    return Consent(
        subject=volunteer.uuid, text=TEXT, language=volunteer.language, channel=BY_LIST, operator=by,
        source=source, given_at=now,
    )  # fmt: skip


def _question(volunteer: Volunteer, now: datetime) -> Letter:
    """The letter that asks whether it is he. Of thousands at once: it waits behind what is urgent."""
    purpose = f"volunteer_confirm:{volunteer.uuid}:{volunteer.epoch}"
    made = letter("volunteer_confirm", volunteer.uuid, now=now, purpose=purpose)
    made.priority = WAVE
    return made


def source_of(volunteer: Volunteer) -> str:
    """Who handed him in and when; "" for all who came by themselves."""
    found = Consent.objects.filter(subject=volunteer.uuid, channel=BY_LIST).first()
    return found.source if found else ""
