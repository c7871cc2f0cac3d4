"""Every number of the dispatch, with its reason; whom a number moves, `make simulate` shows beforehand.

The reasons are those of a simulation: seven thousand volunteers, a thousand
requests, two months, many worlds (docs/benchmarks.md). A number that the
setting DISPATCH names is taken from there.
"""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cache
from typing import Any, get_type_hints

from django.conf import settings
from django.utils import timezone

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
# A second press on the button within ten seconds is a double click; later it may be a forwarded link.
DOUBLE_CLICK = timedelta(seconds=10)
# How long somebody waits is worth saying from an hour on.
WORTH_SAYING = timedelta(hours=1)


@dataclass(frozen=True)
class Policy:
    """The numbers, and the three pure questions that they answer: how many, in which order, when to ring."""

    # Ten people are enough for a first yes within hours, and few enough to be no nuisance: 8 to 15 do.
    first_wave: int = 10
    first_wave_urgent: int = 20
    # Then five at a time: a quarter of all answers come within the hour, so few letters are wasted.
    next_wave: int = 5
    next_wave_urgent: int = 10
    wave_minutes: int = 60
    wave_minutes_urgent: int = 30
    # A letter at night wakes somebody, or lies below those of the morning. Minutes since midnight.
    wakes_at: int = 7 * 60 + 30
    sleeps_at: int = 22 * 60
    # Beyond sixty letters a request is not answered by more letters; people must ring.
    max_letters: int = 60
    # Nobody crosses half of Belgium with a bag of shopping; each volunteer's own distance counts besides.
    max_km: float = 20.0
    # Where the team has made the search wider, people also ring those who live up to twice as far away as
    # they go for a letter: a voice may ask what a letter may not.
    wider: float = 2.0
    # Who got a letter this week, or left letters unanswered, counts as a kilometre farther away for each; who
    # took on a task in the last fortnight two kilometres for each: nobody is pestered, the work is shared.
    km_per_letter: float = 1.0
    km_per_unanswered: float = 1.0
    km_per_task: float = 2.0
    task_days: int = 14
    # Two open tasks at a time: who holds more does them late, and might be collecting addresses.
    max_open_tasks: int = 2
    # Three new addresses in a day are as many as an honest helper needs.
    max_claims_a_day: int = 3
    # Who has seen three addresses in a fortnight and brought fewer than one in three to its end is shown to a
    # coordinator: mostly he is unlucky or has taken on too much, now and then he collects addresses.
    watch_days: int = 14
    watch_seen: int = 3
    watch_one_in: int = 3
    # Whoever helped this person before is asked first and alone: a known voice is worth two hours.
    helpers_first: int = 3
    head_start_minutes: int = 120
    head_start_minutes_urgent: int = 30
    # Whoever said yes too late is asked first when the request is free again; three are enough.
    max_backups: int = 3
    # And is shown the two nearest other requests: who has just said yes goes farther than usual.
    openings: int = 2
    openings_km: float = 15.0
    # People ring while there is still time: eighteen hours hold an evening and a morning. For what is urgent
    # three hours count in which people do ring, so that the evening's requests do not wait for the night.
    call_hours_before_due: int = 18
    call_hours_before_due_urgent: int = 3
    rings_from: int = 8 * 60
    rings_until: int = 20 * 60
    # Where nobody is left to write to, the last letters have this time for an answer before people ring.
    answer_minutes: int = 180
    answer_minutes_urgent: int = 60
    # Somebody who did not pick up is rung again in the next round, not in this one.
    call_again_hours: int = 4
    # A claim without report is asked about, then given to others: a person may be waiting behind it.
    remind_hours: int = 24
    remind_hours_urgent: int = 8
    lapse_hours: int = 36
    lapse_hours_urgent: int = 12
    # Even when the clock has slept, there is time to answer between the reminder and the lapse.
    lapse_after_reminder_hours: int = 3
    # The bag must be unpacked before somebody asks whether it came; the same evening one still knows.
    how_went_hours: int = 3
    # After a claim came back there must be time for a new one.
    due_again_hours: int = 24
    due_again_hours_urgent: int = 5

    def of(self, name: str, urgent: bool) -> int:
        """The number of this name; its urgent twin if the request is urgent."""
        return int(getattr(self, f"{name}_urgent" if urgent else name))

    def minutes(self, name: str, urgent: bool) -> timedelta:
        """The same as a span of time, for names that count minutes."""
        return timedelta(minutes=self.of(name, urgent))

    def hours(self, name: str, urgent: bool) -> timedelta:
        """The same, for names that count hours."""
        return timedelta(hours=self.of(name, urgent))

    def wave_size(self, letters_so_far: int, *, urgent: bool = False, places: int = 1, free: int = 1) -> int:
        """How many to ask now; 0 when the letters are used up.

        Each place of a request is a request of its own: `places` of them have
        so many times the letters, and `free` ones so many times the wave.
        """
        name = "first_wave" if letters_so_far == 0 else "next_wave"
        return max(0, min(self.of(name, urgent) * free, self.max_letters * places - letters_so_far))

    def virtual_km(self, km: float | None, letters: int, unanswered: int, tasks: int) -> float:
        """The distance that counts: kilometres, and what a volunteer has borne lately.

        `letters` of the last seven days, letters `unanswered` in a row, `tasks`
        taken on in the last fortnight. `km` is None where no place matters.
        """
        borne = letters * self.km_per_letter + unanswered * self.km_per_unanswered + tasks * self.km_per_task
        return (km or 0.0) + borne

    def due_for_call(
        self, *, size: int, found: int, last: datetime | None, due_at: datetime, now: datetime, urgent: bool
    ) -> bool:
        """Whether people must ring.

        `size` letters might go and `found` people were found for them; the `last`
        letters went then (None: none ever did). Ring when time is short, or when no
        letter can go any more and the last ones have had their time for an answer.
        """
        if now >= self.call_time(due_at, urgent=urgent):
            return True
        is_over = size == 0 or found == 0
        return is_over and (last is None or now - last >= self.minutes("answer_minutes", urgent))

    def call_time(self, due_at: datetime, *, urgent: bool) -> datetime:
        """From when on time is short: so many hours before it is due; if urgent, hours when people ring."""
        before = self.hours("call_hours_before_due", urgent)
        if not urgent:
            return due_at - before
        zone = timezone.get_default_timezone()
        moment, day = due_at.astimezone(zone), due_at.astimezone(zone).date()
        for back in range(int(before / DAY) + 3):
            opens, closes = (
                _on(day - back * DAY, minute, zone) for minute in (self.rings_from, self.rings_until)
            )
            span = max(min(moment, closes) - opens, timedelta(0))
            if span >= before:
                return (min(moment, closes) - before).astimezone(due_at.tzinfo)
            before -= span
        return due_at - DAY

    def wake_after(self, moment: datetime) -> datetime:
        """The first waking minute at or after a moment, by the clock on the wall, summer time or not."""
        return _within(self.wakes_at, self.sleeps_at, moment)

    def ring_after(self, moment: datetime) -> datetime:
        """The first minute at or after a moment in which people ring others."""
        return _within(self.rings_from, self.rings_until, moment)


def _within(opens: int, closes: int, moment: datetime) -> datetime:
    """The first moment at or after this one between two minutes of the day, in this one's time zone."""
    zone = timezone.get_default_timezone()
    local = moment.astimezone(zone)
    minute = local.hour * 60 + local.minute
    if opens <= minute < closes:
        return moment
    day = local.date() if minute < opens else local.date() + DAY
    return _on(day, opens, zone).astimezone(moment.tzinfo)


def _on(day: date, minute: int, zone: tzinfo) -> datetime:
    """A minute of a day by the clock on the wall, 1440 being its end."""
    if minute == 24 * 60:
        day, minute = day + DAY, 0
    return datetime.combine(day, time(*divmod(minute, 60)), zone)


def changed(overrides: dict[str, Any]) -> Policy:
    """The usual policy with some of its numbers changed; ValueError if a name or a number is no good."""
    kinds = get_type_hints(Policy)
    for name, value in overrides.items():
        if name not in kinds:
            raise ValueError(f"{name} is not one of: {', '.join(field.name for field in fields(Policy))}")
        if isinstance(value, bool) or not isinstance(value, int | kinds[name]) or value < 0:
            raise ValueError(f"{name} must be a number from 0 on, not {value!r}")
    policy = replace(Policy(), **overrides)
    if not policy.wakes_at < policy.sleeps_at <= 24 * 60:
        raise ValueError("wakes_at must come before sleeps_at, both in minutes since midnight")
    return policy


@cache
def _of_settings(overrides: tuple[tuple[str, Any], ...]) -> Policy:
    return changed(dict(overrides))


def current() -> Policy:
    """The policy in force: the numbers above, or those of the setting DISPATCH."""
    return _of_settings(tuple(settings.DISPATCH.items()))
