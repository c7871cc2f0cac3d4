"""What a log line may not say, and what it must go on saying."""

import logging
from io import StringIO
from time import perf_counter
from urllib.parse import quote_plus
from uuid import uuid4

import pytest

from covidsol.log import mask_access_log
from privacy import tokens
from privacy.masking import MaskingFilter, masked

pytestmark = pytest.mark.once

PHONES = [
    "+3225123499", "003225123499", "025123499", "02 512 34 99", "02/512.34.99", "0470 12 34 56",
    "0470/12.34.56", "+32 470 12 34 56", "0470123456", "+33 6 12 34 56 78",
]  # fmt: skip
HARMLESS = [
    "2026-11-23 11:00:00",
    "2026-11-23T11:00:00+01:00",
    str(uuid4()),
    "5e2f7a51-0d3c-4c58-9a3e-0f3d6f1d2b11",
    "127.0.0.1:54321",
    "localhost:6379/0",
    '"GET /healthz HTTP/1.1" 200 5316',
    "postcode 1050, 12 rows",
    "request 123456",
    "Task letters.tasks.deliver_due succeeded in 0.012345678901s: None",
]


@pytest.mark.parametrize("phone", PHONES)
@pytest.mark.parametrize("line", ["{}", "rang {} twice", "phone={}", '{{"phone": "{}"}}', "({})", "x,{},y"])
def test_a_phone_number_is_masked_however_it_is_written(phone: str, line: str) -> None:
    said = masked(line.format(phone))

    assert said == line.format("[phone]")


@pytest.mark.parametrize("line", HARMLESS)
def test_dates_ports_ids_and_counts_stay(line: str) -> None:
    assert masked(line) == line


@pytest.mark.parametrize(
    "address",
    ["victor@example.org", "v.horta+x@mail.example.co.uk", "VICTOR@EXAMPLE.ORG", "zoé@bücher.example"],
)
def test_an_address_is_masked(address: str) -> None:
    assert masked(f"to <{address}>") == "to <[e-mail]>"


def test_the_token_of_a_link_is_masked_and_the_page_stays() -> None:
    token = tokens.make("request.own", uuid4(), 0)

    said = masked(f"GET /fr/my-request/{token}/cancel/ 404")

    assert said == "GET /fr/my-request/[token]/cancel/ 404"


@pytest.mark.parametrize("number", range(50))
def test_no_token_slips_past_whatever_letters_it_happens_to_have(number: int) -> None:
    token = tokens.make(f"purpose{number}", uuid4(), number)

    assert token not in masked(f"/c/{token}/done/ {token} '{token}'")


def test_the_filter_masks_the_arguments_of_a_message_too() -> None:
    record = logging.LogRecord(
        "x", logging.INFO, __file__, 1, "to %s from %s", ("a@example.org", "0470 12 34 56"), None
    )

    assert MaskingFilter().filter(record)
    assert record.getMessage() == "to [e-mail] from [phone]"


def test_every_handler_of_the_house_masks() -> None:
    handlers = logging.getLogger().handlers
    ours = [each for each in handlers if type(each) is logging.StreamHandler]

    assert ours
    assert all(any(isinstance(f, MaskingFilter) for f in each.filters) for each in ours)


@pytest.mark.parametrize(
    "line",
    [
        "rang 0470 12 34 56.", "0470123456: busy", "phone:0470123456", "0470-12-34-56", "+32-2-512-34-99",
        "+32 (0)2 512 34 99", "(02) 512 34 99", "02\u00a0512\u00a034\u00a099",
    ],
)  # fmt: skip
def test_a_phone_number_is_masked_in_the_places_where_people_put_it(line: str) -> None:
    assert "[phone]" in masked(line)
    assert not any(character.isdigit() for character in masked(line))


@pytest.mark.parametrize("typed", [*PHONES, "(02) 512 34 99", "victor@example.org", "v.horta+x@example.org"])
@pytest.mark.parametrize("line", ['"GET /admin/x/?q={} HTTP/1.1" 302', "/admin/x/?o=1&q={}&p=2"])
def test_what_a_browser_writes_into_a_query_is_masked(typed: str, line: str) -> None:
    said = masked(line.format(quote_plus(typed)))

    assert said == line.format("[e-mail]" if "@" in typed else "[phone]")


def test_the_web_servers_own_lines_are_masked() -> None:
    mask_access_log()
    logger = logging.getLogger("gunicorn.access")
    record = logger.makeRecord("x", 20, "f", 1, "%(r)s", ({"r": "GET /?q=0470123456"},), None)

    assert logger.filter(record)
    assert record.getMessage() == "GET /?q=[phone]"
    assert len([each for each in logger.filters if isinstance(each, MaskingFilter)]) == 1


def test_a_traceback_is_masked_too() -> None:
    out = StringIO()
    handler = logging.StreamHandler(out)
    handler.addFilter(MaskingFilter())
    logger = logging.getLogger("tests.masking")
    logger.addHandler(handler)
    logger.propagate = False
    try:
        raise ValueError("victor@example.org")
    except ValueError:
        logger.exception("it broke")
    finally:
        logger.removeHandler(handler)

    assert "ValueError: [e-mail]" in out.getvalue()
    assert "victor@" not in out.getvalue()


def test_a_long_line_is_masked_in_little_time() -> None:
    started = perf_counter()
    masked("a" * 200_000)
    masked("0 " * 100_000)
    masked("@." * 100_000)

    assert perf_counter() - started < 20, "a guard against a pattern that backtracks, no measure"
