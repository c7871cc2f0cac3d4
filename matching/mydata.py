"""All that is kept about one volunteer, for himself, in a file that anybody can read (GDPR 15 and 20)."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import translation

from letters.models import Letter
from letters.outbox import letter, post
from matching.models import Invitation, Match
from matching.report_rows import Report, Side
from privacy.models import Consent, Event
from volunteers.models import Volunteer

LINK = timedelta(days=1)
# Columns that say nothing about him: keys, fingerprints of what stands beside them in clear.
OURS = {"id", "uuid", "epoch", "email_index", "phone_index"}
# Of what others have said of him nothing, not even when: it would say who (GDPR 15.4, see docs/privacy.md).
OF_OTHERS = {"held_back_at"}
# Nor what the team has looked into.
OF_THE_TEAM = ("return.phone", "return.email", "return.settled", "watch.nothing")


def ask(volunteer: Volunteer, now: datetime) -> None:
    """A link to the file by letter, once in each hour of the clock.

    His page may be forwarded, so it never shows what only he should have: who
    reads his letters gets the file.
    """
    purpose = f"volunteer_data:{volunteer.uuid}:{now:%Y%m%d%H}"
    post([letter("volunteer_data", volunteer.uuid, now=now, purpose=purpose)])


def may_fetch(volunteer: Volunteer, now: datetime) -> bool:
    """Whether a link was asked for within the last day."""
    lately = Letter.objects.filter(kind="volunteer_data", subject=volunteer.uuid, created_at__gt=now - LINK)
    return lately.exists()


def of(volunteer: Volunteer) -> dict[str, Any]:
    """Everything, in plain names; nothing of those he helped but the kind, the place and the day."""
    return {
        "me": {"name": volunteer.name, "email": volunteer.email, "phone": volunteer.phone} | _row(volunteer),
        "offers": [str(offer.label) for offer in volunteer.offers],
        "agreed_to": list(
            Consent.objects.filter(subject=volunteer.uuid).values(
                "text", "version", "language", "channel", "source", "given_at"
            )
        ),
        "asked_for": [_asked(each) for each in _with_requests(Invitation.objects, volunteer)],
        "taken_on": [_taken(each) for each in _with_requests(Match.objects, volunteer)],
        "reported": [_said(each) for each in _reports(volunteer)],
        "letters": list(
            Letter.objects.filter(subject__in=_subjects(volunteer))
            .order_by("created_at")
            .values("kind", "created_at", "sent_at", "status")
        ),
        "diary": list(
            (Event.objects.filter(subject=volunteer.uuid) | Event.objects.filter(actor=_actor(volunteer)))
            .exclude(action__in=OF_THE_TEAM)
            .order_by("at")
            .values("at", "action")
        ),
    }


def _row(volunteer: Volunteer) -> dict[str, Any]:
    """Each column of his row by its own name, so that a new one is never forgotten here."""
    fields = (each.attname for each in Volunteer._meta.concrete_fields)
    return {name: getattr(volunteer, name) for name in fields if name not in OURS | OF_OTHERS}


def _actor(volunteer: Volunteer) -> str:
    return f"volunteer:{volunteer.uuid}"


def _with_requests(rows: Any, volunteer: Volunteer) -> Any:
    return rows.filter(volunteer=volunteer).select_related("help_request").order_by("pk")


def _subjects(volunteer: Volunteer) -> list[Any]:
    """The rows that letters to him are about: himself, what he was asked for, what he has taken on."""
    asked = Invitation.objects.filter(volunteer=volunteer).values_list("uuid", flat=True)
    taken = Match.objects.filter(volunteer=volunteer).values_list("uuid", flat=True)
    return [volunteer.uuid, *asked, *taken]


def _request(row: Invitation | Match) -> dict[str, Any]:
    request = row.help_request
    language = translation.get_language() or request.language
    return {
        "kind": str(request.catalogue_kind.public_label),
        "place": request.municipality_label(language),
    }


def _asked(row: Invitation) -> dict[str, Any]:
    told = ("way", "km", "asked_at", "answer", "answered_at", "rung_at")
    return _request(row) | {name: getattr(row, name) for name in told}


def _taken(row: Match) -> dict[str, Any]:
    told = ("claimed_at", "ended_at", "outcome", "minutes", "note", "noted_at")
    return _request(row) | {name: getattr(row, name) for name in told}


def _reports(volunteer: Volunteer) -> Any:
    """What he has said was not right; not what was said of him."""
    rows = Report.objects.filter(match__volunteer=volunteer, side=Side.VOLUNTEER)
    return rows.select_related("match__help_request").order_by("pk")


def _said(row: Report) -> dict[str, Any]:
    told = ("what", "words", "created_at", "settled_at")
    return _request(row.match) | {name: getattr(row, name) for name in told}
