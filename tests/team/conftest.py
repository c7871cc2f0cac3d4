"""What the proofs for the team share."""

from typing import Any

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import User

from team.models import Member
from tests import staff
from tests.team.entering import PASSWORD


class Quick(PBKDF2PasswordHasher):
    """The hash of every day, made in one round: these proofs make hundreds."""

    algorithm = "quick"
    iterations = 1


@pytest.fixture(autouse=True)
def _quick_hashes(settings: Any) -> None:
    settings.PASSWORD_HASHERS = [f"{__name__}.Quick"]


@pytest.fixture
def ines(db: None) -> User:
    """A coordinator with a password, who has not set up her phone yet."""
    user = staff.member("coordinator")
    user.set_password(PASSWORD)
    user.save()
    Member.objects.filter(user=user).update(language="en")
    return user
