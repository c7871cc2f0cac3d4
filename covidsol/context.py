"""What every page knows: the service's name and number, and its address in the other languages."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils import timezone, translation

from covidsol import hours


def service(request: HttpRequest) -> dict[str, Any]:
    """The frame's words, and the language bar."""
    return {
        "service": settings.SERVICE,
        "phone_now": phone_now(timezone.now()),
        "LANGUAGES_BAR": language_bar(request.path),
    }


def phone_now(now: datetime) -> str:
    """Whether the phone is answered at this moment, or when next; empty where only words are known."""
    if not settings.SERVICE["says_open"]:
        return ""
    return hours.now_in_words(settings.SERVICE["opening"], now, timezone.get_default_timezone())


def language_bar(path: str) -> list[dict[str, Any]]:
    """This page in each of the languages; the way home where a page has only one."""
    current = translation.get_language()
    bar = []
    for code, name in settings.LANGUAGES:
        there = translate_url(path, code)
        url = there if there != path or code == current else f"/{code}/"
        bar.append({"code": code, "name": name, "url": url, "current": code == current})
    return bar
