"""A flood of requests from the web: a few are served, none is lost, the rest waits for somebody's eyes."""

from datetime import timedelta

import pytest

from letters.models import Letter
from matching import clock
from matching.models import Invitation
from requests_app import flood, intake
from requests_app.models import Channel, HelpRequest, Hold, Status
from tests import cast
from tests.cast import NOON

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def ask(number: int, *, channel: Channel = Channel.WEB, minutes: float = 0, phone: str = "") -> HelpRequest:
    """One more request, by somebody who has not asked before unless the phone says otherwise."""
    asked = cast.ask(phone=phone or f"+32470{number:06}")
    return intake.take_down(asked, channel=channel, now=NOON + minutes * MINUTE)


def open_ones() -> int:
    """How many go to volunteers."""
    return HelpRequest.objects.filter(status=Status.OPEN).count()


def test_of_a_thousand_requests_in_ten_minutes_a_few_are_served_and_the_rest_is_kept_for_review() -> None:
    volunteers = [cast.volunteer() for _number in range(5)]
    Letter.objects.all().delete()
    for number in range(1000):
        ask(number, minutes=number / 101)
    for minute in range(0, 30, 10):
        clock.sweep(NOON + (10 + minute) * MINUTE)

    assert HelpRequest.objects.count() == 1000
    assert open_ones() == flood.IN_TEN_MINUTES
    held = HelpRequest.objects.filter(status=Status.HELD, hold=Hold.UNCHECKED)
    assert held.count() == 1000 - flood.IN_TEN_MINUTES
    assert not Invitation.objects.filter(help_request__in=held).exists()
    for each in volunteers:
        assert each.invitations.count() <= each.letters_per_week


def test_what_people_ask_on_the_busiest_day_goes_through() -> None:
    for number in range(90):
        ask(number, minutes=number / 2.9)

    assert open_ones() == 90


def test_the_phone_of_the_house_is_never_held() -> None:
    for number in range(flood.IN_TEN_MINUTES + 5):
        ask(number, channel=Channel.PHONE)

    assert open_ones() == flood.IN_TEN_MINUTES + 5


def test_the_eleventh_request_by_one_phone_within_a_day_waits() -> None:
    for number in range(flood.OF_ONE_PHONE + 1):
        ask(number, phone="+32470999999", minutes=20 * number)
    assert open_ones() == flood.OF_ONE_PHONE

    assert ask(20, phone="+32470999999", minutes=24 * 60 + 19).status == Status.HELD
    assert ask(21, phone="+32470999999", minutes=48 * 60).status == Status.OPEN
    assert ask(22).status == Status.OPEN, "nobody else suffers for it"
