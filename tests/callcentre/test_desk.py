"""The operators' desk: who may open it."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import staff


@pytest.mark.django_db
def test_only_who_takes_calls_sees_the_desk() -> None:
    desk = reverse("callcentre:desk")
    stranger = staff.member("press")

    assert Client().get(desk).status_code == 302
    assert staff.browser_of(stranger).get(desk).status_code == 403
    assert staff.browser_of(staff.member("operator")).get(desk).status_code == 200
