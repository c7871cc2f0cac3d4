"""A house whose telephony is Aircall."""

from collections.abc import Iterator
from dataclasses import replace
from importlib import reload
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import clear_url_caches

from covidsol import urls
from tests.callcentre.telephony import line


@pytest.fixture
def door(settings: Any, db: None) -> Iterator[None]:
    """The door is there, as in a house whose environment names Aircall."""
    settings.TELEPHONY = line.ACCOUNT
    reload(urls)
    clear_url_caches()
    yield
    settings.TELEPHONY = replace(line.ACCOUNT, provider="")
    reload(urls)
    clear_url_caches()


@pytest.fixture
def ana(db: None) -> User:
    """An operator whom Aircall knows as 456."""
    return line.operator(telephony_id="456")


@pytest.fixture
def ben(db: None) -> User:
    """An operator whom Aircall knows by the e-mail that we know too."""
    return line.operator(email="ben@example.org", language="nl")


@pytest.fixture
def aircall(settings: Any, door: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[line.Line]:
    """The other side, over HTTP."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    for stand_in in line.Line().open():
        settings.TELEPHONY = replace(line.ACCOUNT, api_url=stand_in.url)
        yield stand_in
