"""What we write about a request: to those who may help, to the one who does, to the person who asked."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from letters.kinds import Message
from matching import afterwards
from matching.models import Answer, Invitation, Match, Outcome
from matching.report_rows import Report
from privacy.crypto import blind_index
from privacy.search import phone_as_written
from requests_app.letters import own_link
from requests_app.models import HelpRequest, Status
from volunteers.letters import unsubscribe_link
from volunteers.models import Volunteer

OF_A_WAVE = ("invitation", "free_again")  # the letters that somebody may have too many of
ROUNDING = 0.2  # km: points are rounded, and a better one may lie a little farther than the one asked by
# Locked columns that the letters of a wave have no use for.
UNREAD = [
    *(
        f"help_request__{each}"
        for each in ("code_word", "name", "phone", "email", "street", "notes", "asked_by")
    ),
    *(f"volunteer__{each}" for each in ("phone", "street")),
]


def _to_volunteer(volunteer: Volunteer, template: str, view: str, token: str, **context: Any) -> Message:
    with translation.override(volunteer.language):
        url = settings.BASE_URL + reverse(f"matching:{view}", args=[token])
        own = settings.BASE_URL + reverse("volunteers:own", args=[volunteer.token("own")])
    context |= {"first_name": volunteer.first_name, "button_url": url, "own_url": own}
    return Message(
        to=volunteer.email,
        recipient=volunteer.email_index or "",
        unsubscribe_url=unsubscribe_link(volunteer) if template in OF_A_WAVE else "",
        language=volunteer.language,
        template=f"matching/email/{template}",
        context=context,
    )


def _asked(subjects: Sequence[UUID], answer: Answer) -> Iterator[Invitation]:
    """Those of these invitations that still make sense: request open, volunteer there and within reach.

    Nothing is read of the person who asks but what everybody asked may know.
    """
    rows = Invitation.objects.filter(
        uuid__in=subjects,
        answer=answer,
        help_request__status=Status.OPEN,
        volunteer__in=Volunteer.objects.available(timezone.now()),
    )
    for asked in rows.select_related("help_request", "volunteer").defer(*UNREAD):
        if asked.km_now is None or asked.km_now <= max(asked.volunteer.travel_km, asked.km or 0) + ROUNDING:
            yield asked


def _question(asked: Invitation, template: str) -> Message:
    """Can you help? Kind by its public label, municipality, distance band, when; nothing of the person."""
    language = asked.volunteer.language
    with translation.override(language):
        context = asked.help_request.told_to_all(language) | {"band": asked.band_label}
    return _to_volunteer(asked.volunteer, template, "invitation", asked.token(), **context)


def invitations(subjects: Sequence[UUID]) -> dict[UUID, Message]:
    """The letters of a wave."""
    return {each.uuid: _question(each, "invitation") for each in _asked(subjects, Answer.NONE)}


def free_again(subjects: Sequence[UUID]) -> dict[UUID, Message]:
    """To those in reserve: the request that they were too late for is free again."""
    return {each.uuid: _question(each, "free_again") for each in _asked(subjects, Answer.LATE)}


def _live(subject: UUID) -> Match | None:
    rows = Match.objects.live().select_related("help_request", "volunteer")
    return rows.filter(uuid=subject).first()


def contact(subject: UUID) -> Message | None:
    """Whom to ring, where, what for, the word at the door; for the claimer while the claim lives."""
    return _to_who_is_on_it(subject, "contact")


def changed(subject: UUID) -> Message | None:
    """To the same: the list or the number is another now, and this is how it stands."""
    return _to_who_is_on_it(subject, "changed")


def _to_who_is_on_it(subject: UUID, template: str) -> Message | None:
    match = _live(subject)
    if match is None or match.volunteer.blocked_at:
        return None
    help_request, language = match.help_request, match.volunteer.language
    with translation.override(language):
        label = str(help_request.catalogue_kind.private_label)
    return _to_volunteer(
        match.volunteer,
        template,
        "contact",
        match.token(),
        help_request=help_request,
        label=label,
        phone=phone_as_written(help_request.phone),
        place=help_request.municipality_label(language),
    )


def matched(subject: UUID) -> Message | None:
    """To the person who asked: somebody has said yes, by first name, with the code word."""
    match = _live(subject)
    if match is None or not match.help_request.email:
        return None
    return _to_requester(match.help_request, "matched", volunteer=match.volunteer.first_name)


def expired(subject: UUID) -> Message | None:
    """To the person who asked: we have found nobody, and this is what you can do."""
    help_request = HelpRequest.objects.filter(uuid=subject, status=Status.EXPIRED).first()
    return _to_requester(help_request, "expired") if help_request and help_request.email else None


def calling(subject: UUID) -> Message | None:
    """To the person who asked: nobody has said yes to a letter yet, so now we ring."""
    help_request = HelpRequest.objects.to_ring_about().filter(uuid=subject).first()
    return _to_requester(help_request, "calling") if help_request and help_request.email else None


def _open_again(subject: UUID, outcomes: tuple[Outcome, ...], template: str) -> Message | None:
    """About a match that has come to nothing, as long as its request is open again."""
    match = Match.objects.select_related("help_request").filter(uuid=subject, outcome__in=outcomes).first()
    if match is None or match.help_request.status != Status.OPEN or not match.help_request.email:
        return None
    return _to_requester(match.help_request, template)


def asked_again(subject: UUID) -> Message | None:
    """To the person who asked: the volunteer has not reported, so we ask others; or did somebody come?"""
    return _open_again(subject, (Outcome.LAPSED,), "asked_again")


def looking_again(subject: UUID) -> Message | None:
    """To the person who asked: the volunteer cannot come after all, and we are looking for another."""
    return _open_again(subject, (Outcome.GIVEN_BACK, Outcome.RELEASED), "looking_again")


def how_went(subject: UUID) -> Message | None:
    """To the person who asked: the volunteer says that it is done; did it go well?"""
    asked = afterwards.asked().filter(uuid=subject).first()
    return _to_requester(asked, "how_went") if asked and asked.email else None


def _to_requester(help_request: HelpRequest, template: str, **context: Any) -> Message:
    return Message(
        to=help_request.email,
        recipient=blind_index(help_request.email.lower()),
        language=help_request.language,
        template=f"matching/email/{template}",
        context={"help_request": help_request, "button_url": own_link(help_request), **context},
    )


def no_longer_needed(subject: UUID) -> Message | None:
    """To a volunteer who was on it: you need not go any more."""
    rows = Match.objects.select_related("help_request", "volunteer")
    over = rows.filter(uuid=subject, outcome__in=(Outcome.ENDED, Outcome.RELEASED)).first()
    return _to_claimer(over, "no_longer_needed")


def _to_claimer(match: Match | None, template: str) -> Message | None:
    """To somebody who is or was on it, about a request that he knows by its number; nothing of the person."""
    if match is None or match.volunteer.blocked_at or not match.volunteer.email:
        return None
    reference = match.help_request.spoken_reference
    return _to_volunteer(match.volunteer, template, "contact", match.token(), reference=reference)


def reminder(subject: UUID) -> Message | None:
    """To a claimer without a report: how did it go?"""
    return _to_claimer(_live(subject), "reminder")


def lapsed(subject: UUID) -> Message | None:
    """To a claimer who stayed silent: others are asked now; and if you did help, tell us."""
    rows = Match.objects.select_related("help_request", "volunteer").filter(outcome=Outcome.LAPSED)
    return _to_claimer(rows.filter(uuid=subject).first(), "lapsed")


def claimer_unreachable(subject: UUID) -> Message | None:
    """To the team: somebody who is on it gets no letters any more, so somebody should ring him."""
    match = _live(subject)
    return _to_team(match, "claimer_unreachable") if match else None


def nobody_came(subject: UUID) -> Message | None:
    """To the team: a volunteer has reported it done, and the person says that nobody came."""
    rows = Match.objects.select_related("help_request").filter(outcome=Outcome.NOBODY_CAME)
    match = rows.filter(uuid=subject).first()
    return _to_team(match, "nobody_came") if match else None


def reported(subject: UUID) -> Message | None:
    """To the team: one of the two says that something was not right; what, and of whom, the office shows."""
    rows = Report.objects.open().select_related("match__help_request").defer("words")
    row = rows.filter(uuid=subject).first()
    if row is None:
        return None
    url = reverse("admin:matching_report_change", args=[row.pk])
    return _to_team(row.match, f"reported_by_{row.side}", url)


def _to_team(match: Match, template: str, url: str = "") -> Message:
    url = url or reverse("admin:requests_app_helprequest_change", args=[match.help_request_id])
    return Message(
        to=settings.COORDINATORS_EMAIL,
        language=settings.LANGUAGE_CODE,
        template=f"matching/email/{template}",
        context={"reference": match.help_request.spoken_reference, "button_url": settings.BASE_URL + url},
    )
