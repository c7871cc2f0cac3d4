"""The numbers of the house: these proofs have their own clock, and no night passes unseen."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _usual_policy(settings: Any) -> None:
    """The policy as it is shipped, waking hours included."""
    settings.DISPATCH = {}
