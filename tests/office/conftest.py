"""A coordinator at her desk, for the tests of the office's own pages; her office is in English."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests import staff


@pytest.fixture
def coordinator(db: None) -> User:
    """Somebody with the rights of a coordinator."""
    return staff.member("coordinator")


@pytest.fixture
def desk(coordinator: User) -> Client:
    """Her browser."""
    browser = staff.browser_of(coordinator)
    browser.cookies["django_language"] = "en"
    return browser
