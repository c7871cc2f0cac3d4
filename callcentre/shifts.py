"""Shifts: the slots within the opening hours, who has promised which, and what is not covered."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from callcentre.models import Operator, Shift
from catalogue import languages
from covidsol.hours import Opening, clock, moment
from letters.outbox import letter, post
from privacy.models import Event

SHOWN_DAYS = 14
REMIND_FROM = 18 * 60  # minutes since midnight, on the day before
ONE_DAY = timedelta(days=1)


class NoSuchSlot(Exception):
    """Nobody can be put there: no slot begins then, it has begun, or it is too far away."""


@dataclass(frozen=True)
class Slot:
    """One stretch that an operator can take, as moments in UTC."""

    starts_at: datetime
    ends_at: datetime

    def __str__(self) -> str:
        start, end = (clock(timezone.localtime(each).time()) for each in (self.starts_at, self.ends_at))
        return gettext("%(start)s to %(end)s") % {"start": start, "end": end}

    @property
    def key(self) -> str:
        """What a form sends for it."""
        return key_of(self.starts_at)


@dataclass(frozen=True)
class Line:
    """A slot with the promises for it."""

    slot: Slot
    shifts: list[Shift]
    mine: str  # what a form sends for my promise; empty if I have given none

    @property
    def spoken(self) -> set[str]:
        """The languages of those who are there."""
        return {code for shift in self.shifts for code in shift.operator.languages}

    @property
    def missing(self) -> list[str]:
        """The names of the service's two main languages that nobody there takes calls in."""
        return [languages.SPOKEN[code] for code in main_languages() if code not in self.spoken]


def key_of(starts_at: datetime) -> str:
    """What a form sends for a slot or a shift that begins then."""
    return f"{starts_at.astimezone(UTC):%Y%m%dT%H%MZ}"


def main_languages() -> list[str]:
    """The two that must be covered in each slot: the first two that the service writes."""
    return [code for code, _name in settings.LANGUAGES[:2]]


def slots_of(opening: Opening, day: date, hours: int) -> list[Slot]:
    """The slots of one day, of so many hours by the clock; the last of a stretch may be shorter."""
    zone, minutes = timezone.get_default_timezone(), hours * 60
    return [
        Slot(moment(day, begin, zone), moment(day, min(begin + minutes, end), zone))
        for start, end in opening.on(day)
        for begin in range(start, end, minutes)
    ]


def slots(now: datetime) -> dict[date, list[Slot]]:
    """The slots of the next two weeks, by day, without those that are over."""
    today = timezone.localtime(now).date()
    days = (today + number * ONE_DAY for number in range(SHOWN_DAYS))
    opening, hours = settings.SERVICE["opening"], settings.SHIFT_HOURS
    found = {day: [each for each in slots_of(opening, day, hours) if each.ends_at > now] for day in days}
    return {day: each for day, each in found.items() if each}


def plan(now: datetime, me: Operator | None) -> dict[date, list[Line]]:
    """The next two weeks, line by line. A shift of former hours stands with the slot in which it begins."""
    promised = Shift.objects.filter(ends_at__gt=now, starts_at__lt=now + (SHOWN_DAYS + 1) * ONE_DAY)
    return _filled(slots(now), promised, me)


def of_day(day: date) -> list[Line]:
    """One whole day, with the slots that are over; one query."""
    zone = timezone.get_default_timezone()
    begin, end = moment(day, 0, zone), moment(day + ONE_DAY, 0, zone)
    lines = slots_of(settings.SERVICE["opening"], day, settings.SHIFT_HOURS)
    return _filled({day: lines}, Shift.objects.filter(starts_at__gte=begin, starts_at__lt=end), None)[day]


def _filled(
    days: dict[date, list[Slot]], promised: QuerySet[Shift], me: Operator | None
) -> dict[date, list[Line]]:
    by_slot: dict[Slot, list[Shift]] = defaultdict(list)
    every = [slot for lines in days.values() for slot in lines]
    for shift in promised.select_related("operator"):
        for slot in every:
            if slot.starts_at <= shift.starts_at < slot.ends_at:
                by_slot[slot].append(shift)
    return {day: [_line(slot, by_slot[slot], me) for slot in lines] for day, lines in days.items()}


def _line(slot: Slot, promised: list[Shift], me: Operator | None) -> Line:
    mine = [key_of(each.starts_at) for each in promised if me and each.operator_id == me.pk]
    return Line(slot, promised, mine[0] if mine else "")


def slot_at(key: str, now: datetime) -> Slot:
    """The slot that a form means, which has not begun. Raises NoSuchSlot."""
    for each in (slot for day in slots(now).values() for slot in day):
        if each.key == key and each.starts_at > now:
            return each
    raise NoSuchSlot(key[:20])


def take(operator: Operator, key: str, by: str, now: datetime) -> None:
    """Put an operator on a slot; twice is once. Raises NoSuchSlot."""
    slot = slot_at(key, now)
    shift = Shift(operator=operator, starts_at=slot.starts_at, ends_at=slot.ends_at)
    if Shift.objects.filter(operator=operator, starts_at=slot.starts_at).exists():
        return
    Shift.objects.bulk_create([shift], ignore_conflicts=True)  # of two at this moment one is written
    Event.objects.create(at=now, actor=by, action="shift.taken", subject=operator.uuid)


def give_up(operator: Operator, key: str, by: str, now: datetime) -> bool:
    """Take an operator off a shift that is not over; twice is once. `key` is that of its slot.

    Says whether it was this time that she went off it.
    """
    is_off = False
    for shift in Shift.objects.filter(operator=operator, ends_at__gt=now):
        if key_of(shift.starts_at) == key:
            shift.delete()
            Event.objects.create(at=now, actor=by, action="shift.given_up", subject=operator.uuid)
            is_off = True
    return is_off


def remind(now: datetime) -> int:
    """Write once to everybody who has a shift tomorrow; return how many letters that may be."""
    zone = timezone.get_default_timezone()
    today = timezone.localtime(now).date()
    if now < moment(today, REMIND_FROM, zone):
        return 0
    morning, midnight = moment(today + ONE_DAY, 0, zone), moment(today + 2 * ONE_DAY, 0, zone)
    due = Shift.objects.filter(starts_at__gte=morning, starts_at__lt=midnight, operator__left_at__isnull=True)
    letters = [letter("shift_reminder", each.uuid, now=now, valid_until=each.starts_at) for each in due]
    post(letters)
    return len(letters)
