"""A neighbour comes by a poster: known or new, he gets a letter; the button in it leads on to the request."""

from datetime import datetime, timedelta

from django.db import transaction

from letters.models import Letter
from letters.outbox import letter, post
from matching import openings
from matching.models import Invitation, Way
from paper.models import Arrival
from requests_app.models import HelpRequest
from volunteers import membership
from volunteers.models import Status, Volunteer

LETTERS_AN_HOUR = 3  # to one volunteer, whoever writes his address on whichever poster's page


@transaction.atomic
def sign_up(wanted: membership.SignUp, help_request: HelpRequest | None, now: datetime) -> None:
    """Somebody has filled in the page behind a poster. Known or unknown, it ends with a letter.

    Who helps already keeps what he has, and gets the letter of `say_hello`. Without a request, for a code
    that ended while he wrote, he is a new volunteer like any other.
    """
    known = membership.find_by_email(wanted.email)
    if help_request and known and known.status == Status.ACTIVE:
        return _hello(known, help_request, now)
    membership.register(wanted, now)
    new = membership.find_by_email(wanted.email)
    if help_request and new and not new.blocked_at:
        _arrive(new, help_request, now)
    return None


@transaction.atomic
def say_hello(email: str, help_request: HelpRequest, now: datetime) -> None:
    """Somebody says that he is a volunteer already: only then does a letter go out."""
    known = membership.find_by_email(email)
    if known and known.status == Status.ACTIVE:
        _hello(known, help_request, now)


def _hello(volunteer: Volunteer, help_request: HelpRequest, now: datetime) -> None:
    if volunteer.blocked_at:
        return
    arrival = _arrive(volunteer, help_request, now)
    mine = Arrival.objects.filter(volunteer=volunteer).values("uuid")
    hour = Letter.objects.filter(
        kind="paper_known", subject__in=mine, created_at__gt=now - timedelta(hours=1)
    )
    if hour.count() < LETTERS_AN_HOUR:
        purpose = f"paper_known:{arrival.uuid}:{now:%Y%m%d%H}"
        post([letter("paper_known", arrival.uuid, now=now, purpose=purpose)])


def _arrive(volunteer: Volunteer, help_request: HelpRequest, now: datetime) -> Arrival:
    """His row for this poster. Who comes again wants this request again, and was new only once."""
    is_new = volunteer.status == Status.UNCONFIRMED
    arrival, created = Arrival.objects.get_or_create(
        help_request=help_request, volunteer=volunteer, defaults={"at": now, "is_new": is_new}
    )
    if not created:
        Arrival.objects.filter(pk=arrival.pk).update(at=now)
    return arrival


def latest(volunteer: Volunteer) -> Arrival | None:
    """The poster that a volunteer has come by last; None for most."""
    return Arrival.objects.filter(volunteer=volunteer).first()


def invite(arrival: Arrival, now: datetime) -> Invitation:
    """The invitation by which he claims; the one of his letter, if he was asked before.

    He stands before the door: kinds, languages and distance that he once ticked do not keep him away.
    """
    volunteer, help_request = arrival.volunteer, arrival.help_request
    there = help_request.point if help_request.catalogue_kind.needs_place else None
    km = openings.km_from(openings.places_of(volunteer), there)
    return openings.page_of(volunteer, help_request, Way.PAPER, km, now)
