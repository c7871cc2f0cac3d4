"""A letter to many: two people, one letter each, only to those who want letters, and a stop that stops."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from exchange import mailing
from exchange.models import Addressee, Mailing
from letters import send
from letters.models import Letter, Suppression
from letters.outbox import letter, post
from matching import search
from privacy.models import Event
from tests import cast
from volunteers import membership
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
ALL: dict[str, Any] = {"area": "", "kinds": [], "languages": []}
TEXTS = {
    "fr": {"subject": "Merci à tous", "text": "Le magasin ferme.\n\nIl rouvre lundi."},
    "nl": {"subject": "Dank u", "text": "De winkel is dicht."},
}
HOUR = timedelta(hours=1)


def written(group: dict[str, Any] = ALL, texts: dict[str, Any] = TEXTS) -> Mailing:
    """A letter for which a second person is asked."""
    made = mailing.write(group, texts, by="staff:1", now=timezone.now())
    assert mailing.ask(made, by="staff:1", now=timezone.now())
    made.refresh_from_db()
    return made


def agreed(group: dict[str, Any] = ALL) -> Mailing:
    """One that goes."""
    made = written(group)
    assert mailing.approve(made, by="staff:2", now=timezone.now())
    made.refresh_from_db()
    return made


@pytest.fixture
def people() -> list[Volunteer]:
    """Three who read it; their other letters are gone."""
    found = [cast.volunteer(now=timezone.now(), language=each) for each in ("fr", "nl", "fr")]
    Letter.objects.all().delete()
    return found


def test_it_goes_to_each_once_in_his_language_with_a_way_out(people: list[Volunteer]) -> None:
    made = agreed()
    assert (mailing.go_on(timezone.now()), mailing.go_on(timezone.now())) == (3, 0)
    send.deliver()
    assert mailing.go_on(timezone.now()) == 0

    assert sorted(each.subject for each in mail.outbox) == ["Dank u", "Merci à tous", "Merci à tous"]
    first: Any = mail.outbox[0]
    assert "Il rouvre lundi." in first.body
    assert first.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    made.refresh_from_db()
    assert (made.posted, made.ended_at is not None) == (3, True)


def test_a_second_person_must_agree_and_never_the_writer(people: list[Volunteer]) -> None:
    made, now = written(), timezone.now()
    assert mailing.go_on(now) == 0

    assert not mailing.approve(made, by="staff:1", now=now)
    assert not mailing.approve(made, by="staff:2", now=now + timedelta(hours=24))
    assert mailing.approve(made, by="staff:2", now=now)
    assert not mailing.approve(made, by="staff:3", now=now)
    assert mailing.go_on(now) == 3
    assert {each.actor for each in Event.objects.filter(action="mailing.approved")} == {"staff:2"}


def test_nobody_agrees_before_he_is_asked_or_after_it_was_withdrawn(people: list[Volunteer]) -> None:
    now = timezone.now()
    draft = mailing.write(ALL, TEXTS, by="staff:1", now=now)
    assert not mailing.approve(draft, by="staff:2", now=now)
    assert not mailing.ask(draft, by="staff:2", now=now)

    withdrawn = written()
    assert mailing.stop(withdrawn, by="staff:1", now=now)
    assert not mailing.approve(withdrawn, by="staff:2", now=now)


def test_who_wants_no_letters_gets_none(people: list[Volunteer]) -> None:
    now = timezone.now()
    gone, rests, silent, blocked, german, banned, late = (
        cast.volunteer(now=now, language=each) for each in ("fr", "fr", "fr", "fr", "de", "fr", "fr")
    )
    membership.leave(gone, now)
    membership.unsubscribe(rests, now)
    membership.mark_undeliverable(silent, now)
    membership.block(blocked, "staff:1", now)
    membership.register(cast.sign_up(), now)
    Suppression.objects.create(recipient=banned.email_index or "", reason="bounced", at=now)
    Letter.objects.all().delete()

    agreed()
    assert mailing.go_on(now) == 5  # three, the banned one, and one who changes his mind
    membership.unsubscribe(late, now)
    send.deliver()

    assert len(mail.outbox) == 3
    assert german.email not in {to for each in mail.outbox for to in each.to}
    assert set(Letter.objects.values_list("status", flat=True)) == {"sent", "cancelled"}


def test_a_stop_stops_also_what_waits_in_the_outbox(people: list[Volunteer]) -> None:
    made = agreed()
    mailing.go_on(timezone.now())

    assert mailing.stop(made, by="staff:3", now=timezone.now())
    send.deliver()

    assert mail.outbox == []
    assert mailing.go_on(timezone.now()) == 0
    assert not mailing.stop(made, by="staff:3", now=timezone.now())


def test_it_goes_in_batches_the_next_when_the_last_has_gone(
    people: list[Volunteer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailing, "BATCH", 2)
    agreed()

    assert (mailing.go_on(timezone.now()), mailing.go_on(timezone.now())) == (2, 0)
    send.deliver()
    assert mailing.go_on(timezone.now()) == 1
    assert Addressee.objects.count() == 3


def test_it_keeps_within_the_days_letters_and_leaves_some_for_those_who_ask(
    people: list[Volunteer], settings: Any
) -> None:
    settings.LETTERS_A_DAY = 3
    agreed()
    assert mailing.go_on(timezone.now()) == 3
    send.deliver()

    settings.LETTERS_A_DAY = 10
    agreed()
    Letter.objects.update(sent_at=timezone.now())
    assert mailing.go_on(timezone.now()) == 3
    settings.LETTERS_A_DAY = 3
    agreed()
    assert mailing.go_on(timezone.now()) == 0


def test_letters_for_people_who_need_help_go_first(people: list[Volunteer]) -> None:
    agreed()
    mailing.go_on(timezone.now() - HOUR)
    asked = cast.help_request(now=timezone.now())
    invitation = cast.invite(asked, people[:1])[0]
    post([letter("invitation", invitation.uuid, now=timezone.now())])

    kinds = [each.kind for each in Letter.objects.due(timezone.now())]
    assert kinds[-3:] == ["to_many"] * 3
    assert "invitation" in kinds


def test_it_is_none_of_the_letters_a_week_that_somebody_wants(people: list[Volunteer]) -> None:
    before = search.standing([people[0].pk], timezone.now()).get(people[0].pk)
    agreed()
    mailing.go_on(timezone.now())
    send.deliver()

    assert search.standing([people[0].pk], timezone.now()).get(people[0].pk) == before


def test_the_outbox_and_the_books_hold_no_word_of_it(people: list[Volunteer]) -> None:
    agreed()
    mailing.go_on(timezone.now())

    kept = str([*Letter.objects.values(), *Event.objects.values("detail", "action")])
    assert "magasin" not in kept
    assert "Merci" not in kept


def test_words_and_addressees_are_forgotten_after_a_month(people: list[Volunteer]) -> None:
    made = agreed()
    mailing.go_on(timezone.now())

    mailing.forget_mailings(made.at + timedelta(days=30) - timedelta(seconds=1))
    assert Addressee.objects.count() == 3
    mailing.forget_mailings(made.at + timedelta(days=30))
    assert not Mailing.objects.exists()
    assert not Addressee.objects.exists()
