"""Fixtures that all tests share; only the clock and the world outside are ever faked."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import translation

from covidsol import nudge
from requests_app.models import HelpRequest
from tests import cast
from tests.geo.fixtures import asks, french, serve, stand_in  # noqa: F401 - for all tests
from volunteers.models import Volunteer


@pytest.fixture(autouse=True)
def _quiet_broker(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hints go nowhere unless a test brings its own broker: the rows must do without them."""
    if "worker" not in request.fixturenames and "broker" not in request.fixturenames:
        monkeypatch.setattr(nudge, "_quiet_until", [float("inf")])


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """The language of one test is not that of the next."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def letters_dir(settings: Any, tmp_path: Path) -> Path:
    """Each test has its own spool."""
    settings.LETTERS_DIR = settings.EMAIL_FILE_PATH = str(tmp_path / "letters")
    return tmp_path / "letters"


@pytest.fixture
def nadia(db: None) -> HelpRequest:
    """Nadia's request for shopping, open, at Flagey in Brussels."""
    return cast.help_request()


@pytest.fixture
def victor(db: None) -> Volunteer:
    """A volunteer 900 metres from Nadia."""
    return cast.volunteer()


@pytest.fixture
def wim(db: None) -> Volunteer:
    """A volunteer in Leuven, too far from Nadia for his five kilometres."""
    return cast.volunteer(at=cast.LEUVEN, name="Wim Sonneville", postcode="3000")


@pytest.fixture
def on_postgres(db: None) -> None:
    """Only where the database is PostgreSQL; the other run is SQLite's."""
    if connection.vendor != "postgresql":
        pytest.skip("PostgreSQL's run tests this")
