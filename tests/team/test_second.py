"""The second factor: a code from the phone or from paper, each once, and no way around it."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from team import roles, second
from tests import staff
from tests.team.entering import CODE, HOME, SET_UP, browser, code_of, log_in, set_up

pytestmark = pytest.mark.django_db


def test_without_the_second_step_nothing_is_open(ines: User) -> None:
    client = browser()
    log_in(client, ines)

    for page in (HOME, reverse("admin:index"), reverse("callcentre:desk"), reverse("team:recovery")):
        assert client.get(page)["Location"].startswith((CODE, reverse("admin:login"))), page
    assert client.post(reverse("team:recovery"))["Location"].startswith(CODE)


def test_a_code_works_once_and_so_does_each_on_paper(ines: User) -> None:
    client = browser()
    log_in(client, ines)
    paper = set_up(client, ines).context["codes"]
    key = TOTPDevice.objects.get(user=ines).bin_key
    used, fresh = code_of(key), code_of(key, steps=1)

    assert second.verify(ines, used) is None
    TOTPDevice.objects.update(throttling_failure_timestamp=None)
    assert second.verify(ines, fresh)
    assert second.verify(ines, fresh) is None
    assert second.verify(ines, paper[3])
    assert second.verify(ines, paper[3]) is None
    assert second.verify(ines, paper[4]) is None  # right, but at once after a wrong one


def test_new_codes_on_paper_end_the_old_ones_and_none_is_stored(ines: User) -> None:
    client = staff.browser_of(ines)
    old = client.post(reverse("team:recovery")).context["codes"]
    new = client.post(reverse("team:recovery")).context["codes"]

    stored = str(list(StaticToken.objects.values_list("token", flat=True)))
    assert not [code for code in new if second.digits(code) in stored]
    assert second.verify(ines, old[0]) is None
    StaticDevice.objects.update(throttling_failure_timestamp=None)
    assert second.verify(ines, new[0])


def test_who_has_a_phone_cannot_set_up_another_with_the_password_alone(ines: User) -> None:
    first, other = browser(), browser()
    log_in(first, ines)
    set_up(first, ines)
    log_in(other, ines)

    assert other.get(SET_UP)["Location"] == CODE
    assert set_up(other, ines)["Location"] == CODE
    assert TOTPDevice.objects.filter(user=ines).count() == 1


def test_five_wrong_codes_and_the_right_one_waits(ines: User) -> None:
    phone = TOTPDevice.objects.create(user=ines)
    client = browser()
    log_in(client, ines)
    for _each in range(5):
        assert client.post(CODE, {"code": "000000"}).status_code == 200
    TOTPDevice.objects.update(throttling_failure_timestamp=None)

    assert client.post(CODE, {"code": code_of(phone.bin_key)}).status_code == 429


def test_a_demo_of_a_development_house_opens_nothing_in_production(ines: User, settings: Any) -> None:
    device = StaticDevice.objects.create(user=ines, name=second.DEMO)
    device.token_set.create(token="246810")
    client = browser()
    log_in(client, ines)
    assert client.post(CODE, {"code": "246810"})["Location"] == HOME
    again = second.verify(ines, "246810")
    assert again == device

    settings.PRODUCTION = True
    assert second.verify(ines, "246810") is None
    assert client.get(HOME)["Location"].startswith(CODE)
    assert client.get(SET_UP)["Location"] == CODE
    assert roles.of(ines)
