"""No cell that leaves is a formula, whatever stands in it; phones go out and come in again."""

import csv
import io
from typing import Any

import pytest
from openpyxl import load_workbook

from catalogue.forms import PhoneField
from exchange import cells, sheets

PAYLOADS = [
    "=1+1", "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://x.example\",\"x\")",
    "=IMPORTXML(CONCAT(\"http://x\"),\"//a\")",
    "+1+1", "+cmd|' /C calc'!A0", "-1+1", "-2+3+cmd|' /C calc'!A0", "@SUM(1+1)",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "  +1", "\N{NO-BREAK SPACE}=1+1", "\u200b=1+1", "\ufeff=1+1",
    "＝1+1",
    "＋1+1", "－1+1", "＠SUM(1)", "=DDE(\"cmd\";\"/C calc\";\"x\")", "=WEBSERVICE(\"http://x\")",
    "-cmd", "@x", "=", "+", "=\"a\"&\"b\"", "\x00=1+1", "\u202e=1+1", "=cmd@b.be",
]  # fmt: skip


def as_read(kind: str, value: str) -> Any:
    """What a spreadsheet program finds in the cell."""
    data = sheets.write(kind, ["x"], [[cells.outgoing(value)]])
    if kind == "csv":
        return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[1][0]
    cell = load_workbook(io.BytesIO(data)).active["A2"]
    assert cell.data_type == "s", cell.data_type
    return cell.value


def test_there_are_thirty_payloads() -> None:
    assert len(set(PAYLOADS)) >= 30


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_could_compute_leaves_with_a_mark_before_it(kind: str, payload: str) -> None:
    found = as_read(kind, payload)

    assert found.startswith(cells.MARK)
    assert not found.lstrip().startswith(cells.SIGNS)
    assert "\n" not in found


@pytest.mark.parametrize(
    "text", ["Marie", "'t Hooft", "Rue du Canari 7-9", "a=b", "1050", 'O\'Neill; "Fils"', ""]
)
def test_but_what_cannot_stays_as_it_is(text: str) -> None:
    assert cells.outgoing(text) == text
    assert cells.incoming(text) == text


@pytest.mark.parametrize("number", ["+32470123456", "+3225123456", "+33612345678", "+4915112345678"])
def test_a_phone_leaves_as_text_and_comes_in_as_the_same_number(number: str, settings: Any) -> None:
    out = cells.phone(number)

    assert out == f"00{number[1:]}"
    assert PhoneField().clean(cells.incoming(out)) == number
    assert cells.phone("=1+1") == "'=1+1"


def test_a_mark_of_ours_comes_off_again() -> None:
    assert cells.incoming(cells.outgoing("=1+1")) == "=1+1"
    assert [cells.incoming(each) for each in (None, 1050, 1050.0, 470123456)] == [
        "",
        "1050",
        "1050",
        "470123456",
    ]


@pytest.mark.parametrize("payload", ["=1+1", "@x", "-1", " =1", "<b>x</b>", "x" * 301])
def test_what_computes_or_is_no_plain_text_does_not_come_in(payload: str) -> None:
    assert cells.fault(payload, is_phone=False)
    assert cells.fault("+32 470 12 34 56", is_phone=True) == ""
    assert cells.fault("+32 470 12 34 56", is_phone=False)
