"""Two invented weeks at the phone, for a development house: operators, their calls, their shifts."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import count
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone

from callcentre import joining, shifts
from callcentre.models import Call, Direction, Operator, Outcome, Shift
from covidsol.demo import PHONES, Cast
from privacy.crypto import blind_index
from requests_app.models import Channel, HelpRequest

DAYS = 14
PROVIDER = "example"  # a telephony that nobody speaks: these calls have waits, and no card is shown
A_DAY, AT_THE_WEEKEND = 28, 15
HIRED = timedelta(days=20)
SECONDS = timedelta(seconds=1)
# Of a hundred calls that somebody answered, so many came to this; requests have calls of their own.
CAME_TO = {
    Outcome.REQUEST: 22, Outcome.INFORMATION: 34, Outcome.STATUS: 22, Outcome.CALL_BACK: 8,
    Outcome.REFERRED: 8, Outcome.WRONG_NUMBER: 5, Outcome.WORRY: 1,
}  # fmt: skip
MADE = {Outcome.NO_ANSWER: 5, Outcome.STATUS: 9, Outcome.INFORMATION: 6}
NOTES: dict[str, dict[str, list[str]]] = {
    "fr": {
        Outcome.INFORMATION: ["combien cela coûte-t-il ?", "veut aider : adresse du site donnée", ""],
        Outcome.STATUS: ["demande si quelqu’un vient demain", ""],
        Outcome.CALL_BACK: ["préfère le soir", "sa fille sera là"],
        Outcome.REFERRED: ["repas à domicile : la commune", "la mutuelle"],
    },
    "nl": {
        Outcome.INFORMATION: ["hoeveel kost het?", "wil helpen: adres van de site gegeven", ""],
        Outcome.STATUS: ["vraagt of er morgen iemand komt", ""],
        Outcome.CALL_BACK: ["liever ’s avonds", "haar dochter is er dan"],
        Outcome.REFERRED: ["maaltijden aan huis: de gemeente", "het ziekenfonds"],
    },
}
OPERATORS = (
    ("Chantal Fontaine", "fr nl", "morning afternoon"), ("Bram Hermans", "nl en", "evening weekend"),
    ("Karim Delvaux", "fr ar", "afternoon evening"), ("Hilde Wouters", "nl", "morning"),
    ("Amélie Noël", "fr en", "weekend"), ("Erika Thelen", "de fr nl", "morning evening"),
)  # fmt: skip
OFFERED = (
    ("Geert Smets", "nl fr", "evening weekend", "Ik werk thuis en heb ’s avonds tijd."),
    ("Lucie Marchal", "fr", "morning", "J’ai travaillé vingt ans à l’accueil d’une école."),
)


class Room:
    """The phone's room, and its dice: the same calls at the same hour."""

    def __init__(self, cast: Cast, now: datetime) -> None:
        self.cast, self.now = cast, now
        self.chance = random.Random(len(OPERATORS))  # noqa: S311 - dice of its own: the cast's fall as before
        self.zone, self.opening = timezone.get_default_timezone(), settings.SERVICE["opening"]
        self.main = shifts.main_languages()
        self.operators: list[Operator] = []
        self.numbers = count(1)

    def hire(self) -> None:
        """Those who take calls; the printed login is one of them. Two more have offered it since."""
        for number, (name, tongues, hours) in enumerate(OPERATORS):
            operator = self._offer(name, tongues, hours, "", self.now - HIRED)
            joining.approve(operator, "staff:1", self.now - HIRED + timedelta(hours=3))
            trained = None if number == len(OPERATORS) - 1 else self.now - HIRED + timedelta(days=1)
            self._keep(operator, trained_at=trained)
        if user := User.objects.filter(username="operator").first():
            mine = self._offer("Inès Gérard", "fr nl", "morning afternoon", "", self.now - HIRED)
            approved = {"approved_at": self.now - HIRED, "approved_by": "staff:1"}
            self._keep(mine, user=user, trained_at=self.now - HIRED, **approved)
        for name, tongues, hours, why in OFFERED:
            self._offer(name, tongues, hours, why, self.now - timedelta(hours=26))

    def _offer(self, name: str, tongues: str, hours: str, why: str, at: datetime) -> Operator:
        """Somebody who has offered to take calls, and whose address is confirmed."""
        languages = tongues.split() if self.cast.country == "BE" else self.main[:1]
        read = next((each for each in languages if each in self.cast.written), self.cast.written[0])
        email = f"at-home-{next(self.numbers)}@example.org"
        said = joining.Offer(name, email, self.phone(), read, languages, hours, why)
        joining.offer(said, at)
        made = Operator.objects.latest("pk")
        joining.confirm(made, at + timedelta(hours=1))
        made.refresh_from_db()
        return made

    def _keep(self, operator: Operator, **facts: object) -> None:
        Operator.objects.filter(pk=operator.pk).update(**facts)
        operator.refresh_from_db()
        self.operators.append(operator)

    def open_at(self, at: datetime) -> datetime:
        """This moment, or the last hours before it in which the phone was open."""
        for _hour in range(24 * DAYS):
            if self.opening.at(at, self.zone).is_open:
                break
            at -= timedelta(hours=1)
        return at

    def phone(self) -> str:
        """A number that nobody has."""
        self.cast.number += 1
        return PHONES[self.cast.country].format(self.cast.number)

    def who_speaks(self, language: str) -> Operator:
        """Somebody who takes calls in this language, or anybody."""
        speakers = [each for each in self.operators if language in each.languages]
        return self.chance.choice(speakers or self.operators)

    def language(self) -> str:
        """In which language somebody rings."""
        spoken = {"fr": 54, "nl": 36, "de": 4, "en": 4, "ar": 2}
        if self.cast.country != "BE":
            return self.main[0]
        return self.chance.choices(list(spoken), list(spoken.values()))[0]

    def fill_calls(self) -> None:
        """The calls of two weeks and of today so far; each request by phone has its own."""
        rows = list(HelpRequest.objects.filter(created_at__gt=self.now - timedelta(days=DAYS)))
        by_phone = [row for row in rows if row.channel == Channel.PHONE]
        calls = [self._of_request(row) for row in by_phone]
        today = timezone.localtime(self.now).date()
        for back in range(DAYS, -1, -1):
            calls += self._of_day(today - timedelta(days=back), rows)
        Call.objects.bulk_create(calls)

    def _of_request(self, row: HelpRequest) -> Call:
        """The call in which this request was taken."""
        operator = int(row.verified_by.partition(":")[2])
        call = self.call(row.created_at - timedelta(minutes=2), Outcome.REQUEST, row.language, row=row)
        call.operator_id = operator
        return call

    def _of_day(self, day: date, rows: list[HelpRequest]) -> Iterator[Call]:
        stretches = self.opening.stretches(day, self.zone)
        most = A_DAY if day.weekday() < 5 else AT_THE_WEEKEND
        for start, end in stretches:
            for _number in range(self.chance.randint(most - 6, most + 6) // len(stretches)):
                at = start + (end - start) * self.chance.betavariate(1.5, 2.2)
                if at < self.now - timedelta(minutes=12):
                    yield self._by_chance(at, rows)

    def _by_chance(self, at: datetime, rows: list[HelpRequest]) -> Call:
        """Some ring about a request that they have made; some ring in vain, and some we ring."""
        language, is_made = self.language(), self.chance.random() < 0.2
        if not is_made and self.chance.random() < 0.07:
            return self.call(at, "", language)
        outcome = self.chance.choices(*zip(*(MADE if is_made else CAME_TO).items(), strict=True))[0]
        before = [row for row in rows if row.created_at < at]
        row = self.chance.choice(before) if outcome == Outcome.STATUS and before else None
        call = self.call(at, outcome, row.language if row else language, row=row)
        call.direction = Direction.OUT if is_made else Direction.IN
        return call

    def call(self, at: datetime, outcome: str, language: str, row: HelpRequest | None = None) -> Call:
        """One call, not saved: how long it rang, how long they talked, what was noted. Nothing of health."""
        rang = min(round(self.chance.expovariate(1 / 28)) + 4, 240)
        is_answered = outcome not in ("", Outcome.NO_ANSWER)
        picked_up = at + rang * SECONDS
        ended = picked_up + self.chance.randint(60, 420) * SECONDS if is_answered else picked_up
        words = NOTES.get(language, NOTES["fr"]).get(outcome, [""])
        phone = row.phone if row else self.phone()
        return Call(
            provider=PROVIDER, provider_id=str(uuid4()), direction=Direction.IN, phone=phone,
            phone_index=blind_index(phone), language=language if outcome else "", outcome=outcome,
            operator_id=self.who_speaks(language).user_id if outcome else None, started_at=at,
            answered_at=picked_up if is_answered else None, ended_at=ended,
            call_back_at=at + timedelta(hours=3) if outcome == Outcome.CALL_BACK else None,
            note=self.chance.choice(words), help_request=row,
        )  # fmt: skip

    def fill_shifts(self) -> None:
        """This week is promised but for one slot, tomorrow at midday; of the next one a part."""
        today = timezone.localtime(self.now).date()
        made: list[Shift] = []
        for ahead in range(10):
            day = today + timedelta(days=ahead)
            slots = shifts.slots_of(self.opening, day, settings.SHIFT_HOURS)
            for number, slot in enumerate(slots):
                if ahead == 1 and number == len(slots) // 2:
                    continue
                hours = {"starts_at": slot.starts_at, "ends_at": slot.ends_at}
                there = {self.who_speaks(code) for code in self.main}
                made += [Shift(operator=each, **hours) for each in there]
        Shift.objects.bulk_create(made)
