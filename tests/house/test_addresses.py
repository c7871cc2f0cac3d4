"""A GET changes nothing, whoever opens which link; no address counts; nothing sent breaks a page."""

import hashlib
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from privacy.models import Event
from tests import staff
from tests.house import addresses
from tests.house.addresses import GARBAGE, in_language, keys
from tests.house.visitor import Visitor

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _name in django_settings.LANGUAGES]
MACHINE = {
    "Purpose": "prefetch", "Sec-Purpose": "prefetch;prerender", "X-Moz": "prefetch",
    "User-Agent": "Mozilla/5.0 (compatible; MailScanner)",
}  # fmt: skip
FREE = {"django_session"}
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "DROP", "ALTER")
SOMEBODY = "00000000-0000-4000-8000-000000000000"
SAFE_METHODS = ("get", "head", "options")


@pytest.fixture(autouse=True)
def _no_thousand_lines_of_not_found(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, logger="django.request")


def checksums() -> dict[str, str]:
    """A fingerprint of every table's rows, but for the visitors' sessions."""
    sums = {}
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names(cursor)) - FREE):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            rows = sorted(repr(row) for row in cursor.fetchall())
            sums[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return sums


@contextmanager
def writes() -> Iterator[list[str]]:
    """The statements that write while it lasts, but for the visitors' sessions."""
    seen: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(WRITES) and not any(table in sql for table in FREE):
            seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield seen


def is_broken(response: Any) -> bool:
    """Whether a page fell over; "not ready" is an answer, for whoever watches the house."""
    return bool(response.status_code >= 500 and response.status_code != 503)


def offences(client: Client, paths: list[str], methods: tuple[str, ...] = SAFE_METHODS) -> list[str]:
    """What opening these pages wrote or broke."""
    wrong = []
    for page in paths:
        for method in methods:
            with writes() as seen:
                response = getattr(client, method)(page, headers=MACHINE)
            wrong += [f"{method} {page}: {sql[:60]}" for sql in seen]
            if is_broken(response):
                wrong.append(f"{method} {page}: {response.status_code}")
    return wrong


def careful() -> Client:
    """A browser that takes a broken page as an answer."""
    return Client(raise_request_exception=False)


def test_opening_any_link_in_any_language_changes_nothing() -> None:
    made = keys()
    before = checksums()

    wrong = offences(careful(), in_language("fr", [*made, *GARBAGE, "what", "done", "check"]))
    for language in LANGUAGES[1:]:
        wrong += offences(careful(), in_language(language, [*made[:2], made[-1], "x", "check"]), ("get",))

    assert not wrong, "\n".join(wrong)
    assert checksums() == before
    assert len(before) > 15


def test_looking_around_in_the_office_changes_nothing() -> None:
    keys()
    client = careful()
    staff.log_in(client, staff.member("administrator"))
    before = checksums()

    wrong = offences(
        client, [path for path in in_language("fr", ["1"]) if path.startswith("/admin/")], ("get",)
    )

    assert not wrong, "\n".join(wrong)
    assert checksums() == before


BODIES: list[dict[str, Any]] = [
    {},
    {"promise": "on", "length": "x", "resume": "\x00", "name": "\x00", "kinds": ["9", "x"]},
    {"ask_wizard-current_step": "nowhere", "check-form_key": "x" * 9000},
    {"ask_wizard-current_step": "check", "check-form_key": "0" * 32, "check-consent": "on"},
    {"ask_wizard-current_step": "who", "who-name": "\x00\u202e", "wizard_goto_step": "check"},
    {
        "email": "=cmd|' /C calc'!A0@example.org",
        "phone": "+" * 40,
        "postcode": "1050' OR 1=1",
        "travel_km": "1e9",
    },
]


def test_no_garbage_that_is_sent_breaks_a_page() -> None:
    made = keys()[::2]
    pages = in_language("fr", [*made, "x", "é", "what", "where", "who", "list", "check"])
    pages = [page for page in pages if not page.startswith(("/admin/", "/dev/"))]
    wrong = []
    for page in pages:
        for body in BODIES[:2] if any(key in page for key in made) else BODIES:
            response = careful().post(page, body, headers=MACHINE)
            wrong += [f"{page} {body}"[:200]] if is_broken(response) else []
            if response.status_code in (404, 405):
                break
    for page in pages[::9]:
        for kind in ("application/json", "multipart/form-data; boundary=x", "text/plain; charset=nowhere"):
            response = careful().generic("POST", page, b"{\xff", content_type=kind)
            wrong += [f"{page} {kind}"] if is_broken(response) else []

    assert not wrong, "\n".join(wrong)


def test_no_query_and_no_cookie_breaks_a_page() -> None:
    wrong = []
    for page in in_language("fr", ["what", "check"]):
        client = careful()
        client.cookies["sessionid"], client.cookies["csrftoken"] = "\x00", "x" * 500
        for query in ("?for=", "?for=\x00&for=me", "?q=%ff", f"?{'a=1&' * 900}"):
            response = client.get(page + query, headers={"Accept-Language": "x" * 600})
            wrong += [page + query[:20]] if is_broken(response) else []

    assert not wrong, "\n".join(wrong)


def test_no_public_address_counts() -> None:
    public = [address for address in addresses.walk() if address.is_public]

    assert len([address for address in public if address.takes]) > 10
    assert [address for address in public if counting(address)] == []


def counting(address: addresses.Address) -> bool:
    """Whether an address has any part but a token of text or a word."""
    kinds = {("token", "StringConverter"), ("step", "SlugConverter")}
    return not set(address.converters.items()) <= kinds


@pytest.fixture
def planted(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A house with two bad doors."""

    def writer(request: HttpRequest, **_words: Any) -> HttpResponse:
        Event.objects.create(at="2026-11-23T11:00Z", actor="x", action="seen", subject=SOMEBODY)
        return HttpResponse()

    house = ModuleType("tests.house.planted")
    patterns = [path("w/<str:token>/", writer, name="w"), path("r/<int:pk>/", writer, name="r")]
    vars(house)["urlpatterns"] = patterns
    monkeypatch.setitem(sys.modules, house.__name__, house)
    settings.ROOT_URLCONF = house.__name__


@pytest.mark.usefixtures("planted")
def test_a_planted_page_that_writes_or_counts_is_found() -> None:
    before = checksums()

    wrong = offences(careful(), in_language("fr", ["x"]), ("get",))

    assert len(wrong) == 2
    assert wrong[0].startswith("get /w/x/: INSERT")
    assert checksums() != before
    assert [address.name for address in addresses.walk() if counting(address)] == ["r"]


def test_a_planted_page_that_breaks_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("covidsol.views.render", lambda *_words: 1 / 0)

    assert offences(careful(), [Visitor("fr").path("home")], ("get",)) == ["get /fr/: 500"]
