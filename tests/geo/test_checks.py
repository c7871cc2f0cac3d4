"""A geocoder that nobody knows is refused."""

from typing import Any

import pytest
from django.core.checks import run_checks

pytestmark = pytest.mark.once


@pytest.mark.parametrize("name", ["", "nominatim", "ban"])
def test_what_we_can_ask_is_accepted(settings: Any, name: str) -> None:
    settings.GEOCODER = name

    assert not [each for each in run_checks() if each.id == "geo.E001"]


def test_a_name_that_nobody_knows_is_refused(settings: Any) -> None:
    settings.GEOCODER = "banfrance"

    assert [each.id for each in run_checks() if each.id == "geo.E001"] == ["geo.E001"]
