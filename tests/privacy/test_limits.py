"""Tries are counted for all processes together, for whoever really comes, and forgotten."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import RequestFactory

from privacy import limits
from privacy.limits import EPOCH, Limit, visitors_address
from privacy.models import Tries

NOON = EPOCH + timedelta(days=2000)
THREE = Limit("door", 3, timedelta(hours=1))


def test_so_many_are_free_and_no_more(db: None) -> None:
    assert [THREE.spend("somebody", NOON) for _try in range(5)] == [True, True, True, False, False]
    assert THREE.spend("somebody else", NOON)
    assert Limit("another door", 3, timedelta(hours=1)).spend("somebody", NOON)
    assert THREE.spend("somebody", NOON + timedelta(hours=1))


def test_a_try_that_was_given_back_is_free_again(db: None) -> None:
    for _try in range(3):
        THREE.spend("somebody", NOON)
    THREE.give_back("somebody", NOON)
    THREE.give_back("nobody", NOON)

    assert [THREE.spend("somebody", NOON) for _try in range(2)] == [True, False]


def test_no_row_says_who_it_was_and_none_outlives_its_stretch(db: None) -> None:
    THREE.spend("203.0.113.7", NOON)
    (row,) = Tries.objects.values()
    assert "203" not in str(row["key"])[:3] or len(row["key"]) == 64
    assert "203.0.113.7" not in str(row)

    assert limits.forget(row["until"] - timedelta(seconds=1)) == 0
    assert limits.forget(row["until"]) == 1


@pytest.mark.parametrize(
    ("proxies", "forwarded", "remote", "address"),
    [
        (0, "", "203.0.113.7", "203.0.113.7"),
        (0, "198.51.100.1", "203.0.113.7", "203.0.113.7"),
        (1, "198.51.100.1", "10.0.0.1", "198.51.100.1"),
        (1, "1.2.3.4, 198.51.100.1", "10.0.0.1", "198.51.100.1"),
        (2, "1.2.3.4, 198.51.100.1, 10.0.0.2", "10.0.0.1", "198.51.100.1"),
        (2, "198.51.100.1", "10.0.0.1", "198.51.100.1"),
        (1, "2001:db8:1:2:3:4:5:6", "10.0.0.1", "2001:db8:1:2::/64"),
        (1, "::ffff:198.51.100.1", "10.0.0.1", "198.51.100.1"),
        (1, "<script>", "10.0.0.1", ""),
        (1, "", "", ""),
    ],
)
def test_a_visitor_is_the_one_whom_our_own_proxies_saw(
    settings: Any, proxies: int, forwarded: str, remote: str, address: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR=remote, headers={"X-Forwarded-For": forwarded})

    assert visitors_address(request) == address
