"""Coming in by the team's door, step by step, as a browser does."""

import time
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP

from team import accounts, second

PASSWORD = "four words and a cat"
WRONG = "E-mail address or password is not right. Try again."
LOGIN, CODE, SET_UP, HOME = (reverse(f"team:{name}") for name in ("login", "code", "set_up", "home"))


def browser(**headers: str) -> Client:
    """A browser in English."""
    return Client(headers={"Accept-Language": "en", **headers})


def log_in(client: Client, user: User, password: str = PASSWORD, **more: str) -> Any:
    """Send the first step."""
    return client.post(LOGIN, {"username": user.username, "password": password, **more})


def code_of(key: bytes, steps: int = 0) -> str:
    """The code that an authenticator shows now, or some steps of 30 seconds away."""
    clock = TOTP(key)
    clock.time = time.time() + steps * 30
    return f"{clock.token():06d}"


def set_up(client: Client, user: User) -> Any:
    """Put the key on a phone, and show its code."""
    key = second.Key(accounts.member_of(user)).raw
    return client.post(SET_UP, {"code": code_of(key)})
