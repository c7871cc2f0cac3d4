"""Every kind of letter about invented people, to be looked at: made in a transaction that is rolled back."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from callcentre import joining as joining_phone
from callcentre.models import Call, Operator
from covidsol.stage import Stage
from impact import nearby, weekly
from impact.areas import area_of
from impact.measures import MEASURES
from impact.models import Published
from letters import compose
from letters.kinds import Message
from letters.kinds import kind as kind_of
from matching import afterwards, claims, dispatch, endings, reports, silence
from matching.models import Match, Outcome
from matching.report_rows import Side, What
from paper import joining
from paper.models import Arrival
from requests_app import whereabouts
from requests_app.models import HelpRequest

NAMES = {"fr": "Victor Lambert", "nl": "Wim Peeters", "de": "Jürgen Schmitz", "en": "Ann Brown"}


def _ended(stage: Stage) -> Callable[[Match], object]:
    def act(match: Match) -> None:
        row = HelpRequest.objects.get(pk=match.help_request_id)
        endings.cancel(row, by="requester", now=stage.now)

    return act


def _not_found(row: HelpRequest, now: datetime) -> None:
    """Nobody knows where it lies: the postcode is none."""
    HelpRequest.objects.filter(pk=row.pk).update(postcode="0000")
    row.refresh_from_db()
    whereabouts.place(row, now, hurry=True)


def _by_poster(stage: Stage) -> UUID:
    """A volunteer has scanned somebody's poster."""
    known, help_request = stage.volunteer(), stage.request()
    joining.say_hello(known.email, help_request, stage.now)
    return Arrival.objects.get(volunteer=known, help_request=help_request).uuid


def _operator(stage: Stage, *acts: Callable[[Operator], object]) -> Operator:
    """Somebody who has offered to take calls, and what came of it."""
    offer = joining_phone.Offer(
        name=stage.name, email=f"{uuid4().hex}@example.org", phone="+32470123456", language=stage.language,
        languages=[stage.language], hours="morning", why="",
    )  # fmt: skip
    joining_phone.offer(offer, stage.now)
    made = Operator.objects.latest("pk")
    for act in acts:
        act(made)
        made.refresh_from_db()
    return made


def _waiting(stage: Stage, *acts: Callable[[Operator], object]) -> Operator:
    return _operator(stage, lambda made: joining_phone.confirm(made, stage.now), *acts)


def _approved(stage: Stage) -> Operator:
    return _waiting(stage, lambda made: joining_phone.approve(made, "staff:1", stage.now))


def _shift(stage: Stage) -> UUID:
    start = stage.now + timedelta(days=1)
    return _approved(stage).shifts.create(starts_at=start, ends_at=start + timedelta(hours=3)).uuid


def _reported_done(stage: Stage) -> Match:
    match = stage.match()
    claims.done(match, "volunteer", stage.now)
    match.refresh_from_db()
    return match


def _nobody_came(stage: Stage) -> UUID:
    """The person says that nobody came."""
    match = _reported_done(stage)
    afterwards.nobody_came(match.help_request, by="requester", now=stage.now)
    return match.uuid


def _reported(stage: Stage) -> UUID:
    """The person says that something was not right."""
    return reports.report(stage.match(), Side.PERSON, What.MONEY, stage.notes, stage.now).uuid


def _week(stage: Stage) -> UUID:
    """Figures of a week that is over."""
    today = timezone.localdate(stage.now)
    sunday = today - timedelta(days=today.isoweekday())
    totals = {each.code: 60 + 5 * number for number, each in enumerate(MEASURES)}
    row, _new = Published.objects.get_or_create(day=sunday, defaults={"made_at": stage.now, "totals": totals})
    return weekly.number_of(row.day)


def _week_near(stage: Stage) -> UUID:
    """A volunteer who waits, wants news, and last week's figures of where he lives."""
    now = timezone.now()  # a letter is about the week before it is written
    sunday = timezone.localdate(now) - timedelta(days=timezone.localdate(now).isoweekday())
    for day, here in ((sunday - timedelta(days=7), 215), (sunday, 240)):
        areas = {each.code: {area_of("BE", "1050"): here} for each in MEASURES if each.by_area}
        facts = {"made_at": now, "totals": {each.code: 5 * here for each in MEASURES}, "areas": areas}
        Published.objects.update_or_create(day=day, defaults=facts)
    reader = stage.volunteer()
    reader.news_due_at = now
    reader.save(update_fields=["news_due_at"])
    return reader.uuid


def _worry(stage: Stage) -> UUID:
    """A call about which an operator is worried."""
    return Call.objects.create(direction="in", outcome="worry", started_at=stage.now, note=stage.notes).uuid


ABOUT: dict[str, Callable[[Stage], UUID]] = {
    "volunteer_confirm": lambda stage: stage.signed_up().uuid,
    "volunteer_known": lambda stage: stage.volunteer().uuid,
    "volunteer_welcome": lambda stage: stage.volunteer().uuid,
    "volunteer_new_email": lambda stage: stage.moving().uuid,
    "volunteer_email_changes": lambda stage: stage.moving().uuid,
    "volunteer_data": lambda stage: stage.volunteer().uuid,
    "request_received": lambda stage: stage.request().uuid,
    "place_not_found": lambda stage: stage.request_after(lambda row: _not_found(row, stage.now)),
    "invitation": lambda stage: stage.invitation().uuid,
    "free_again": lambda stage: stage.reserve(),
    "contact": lambda stage: stage.match().uuid,
    "changed": lambda stage: stage.match().uuid,
    "matched": lambda stage: stage.match().uuid,
    "reminder": lambda stage: stage.match().uuid,
    "claimer_unreachable": lambda stage: stage.match().uuid,
    "lapsed": lambda stage: stage.after(lambda match: silence.lapse(match, stage.now)),
    "asked_again": lambda stage: stage.after(lambda match: silence.lapse(match, stage.now)),
    "looking_again": lambda stage: stage.after(
        lambda match: claims.give_back(match, Outcome.GIVEN_BACK, "volunteer", stage.now)
    ),
    "no_longer_needed": lambda stage: stage.after(_ended(stage)),
    "calling": lambda stage: stage.request_after(lambda row: dispatch.hand_over(row, stage.now)),
    "expired": lambda stage: stage.request_after(
        lambda row: endings.expire(row, now=stage.now + timedelta(days=9))
    ),
    "how_went": lambda stage: _reported_done(stage).help_request.uuid,
    "nobody_came": _nobody_came,
    "reported": _reported,
    "paper_known": _by_poster,
    "operator_confirm": lambda stage: _operator(stage).uuid,
    "operator_known": lambda stage: _waiting(stage).uuid,
    "operator_welcome": lambda stage: _approved(stage).uuid,
    "operator_no": lambda stage: (
        _waiting(stage, lambda made: joining_phone.refuse(made, "staff:1", stage.now)).uuid
    ),
    "shift_reminder": _shift,
    "week_in_figures": _week,
    nearby.KIND: _week_near,
    "to_many": lambda stage: stage.to_many(),
    "late_post": lambda stage: stage.late_letter(),
    "team_invited": lambda stage: stage.member().uuid,
    "team_password": lambda stage: stage.member().uuid,
    "team_second_factor": lambda stage: stage.member().uuid,
    "worry_raised": _worry,
}


def written(kind: str, language: str) -> tuple[Message, str, str, str]:
    """A sample of this kind: the message, its subject, text and HTML. Leaves no row behind."""
    with transaction.atomic():
        about = ABOUT[kind](Stage(language, timezone.now(), NAMES[language]))
        message = kind_of(kind).compose(about)
        if message is None:
            raise LookupError(kind)
        found = (message, *compose.render(message))
        transaction.set_rollback(True)
    return found
