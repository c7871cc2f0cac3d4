"""How long somebody of the team stays in: whoever stays too long, or is not there, is out."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from team import sessions
from tests import staff
from tests.team.entering import HOME, LOGIN, browser, log_in, set_up

pytestmark = pytest.mark.django_db


def test_the_key_of_the_session_changes_at_both_steps(ines: User) -> None:
    client = browser()
    client.post(reverse("team:language"), {"language": "en"})
    keys = [client.session.session_key]
    log_in(client, ines)
    keys.append(client.session.session_key)
    set_up(client, ines)
    keys.append(client.session.session_key)

    assert None not in keys
    assert len(set(keys)) == 3


@pytest.mark.parametrize(
    ("began", "seen", "stays"),
    [(719, 29, True), (719, 30, False), (720, 1, False)],
)
def test_half_an_hour_of_nobody_and_twelve_hours_of_work_end_it(
    ines: User, began: int, seen: int, stays: bool
) -> None:
    client, now = staff.browser_of(ines), timezone.now()
    session = client.session
    session[sessions.BEGAN] = (now - timedelta(minutes=began)).isoformat()
    session[sessions.SEEN] = (now - timedelta(minutes=seen)).isoformat()
    session.save()

    assert (client.get(HOME).status_code == 200) is stays


def test_a_page_that_a_console_fetches_by_itself_is_nobodys_presence(ines: User) -> None:
    client, then = staff.browser_of(ines), timezone.now() - timedelta(minutes=5)
    session = client.session
    session[sessions.SEEN] = then.isoformat()
    session.save()

    client.get(HOME, headers={"HX-Request": "true"})
    assert client.session[sessions.SEEN] == then.isoformat()
    client.get(HOME)
    assert client.session[sessions.SEEN] > then.isoformat()
    assert 29 * 60 < client.session.get_expiry_age() <= 30 * 60


def test_leaving_is_a_press_and_ends_the_session(ines: User) -> None:
    client = staff.browser_of(ines)

    assert client.get(reverse("team:logout")).status_code == 405
    client.post(reverse("team:logout"))
    assert client.get(HOME)["Location"].startswith(LOGIN)
