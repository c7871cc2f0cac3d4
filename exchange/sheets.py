"""Spreadsheets, in and out: an XLSX or CSV file becomes rows of plain text, or is refused whole."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any
from xml.etree.ElementTree import ParseError

import tablib
from import_export.formats.base_formats import CSV, XLSX
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from exchange import cells

MOST_ROWS, MOST_COLUMNS = 5_000, 40
MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 60 * 1024 * 1024  # of an XLSX, which is a zip: five megabytes may hold gigabytes
FORMULA = "="
# How files begin that are text, or look like it, and no list: PDF, RTF, and pages of the net.
NO_LISTS = (b"%PDF", b"{\\rtf", b"<")
BINARY = re.compile("[\x01-\x08\x0e-\x1f]")  # what no heading holds
BEGINNING = 4_096  # letters of a file among which a few such signs may be somebody's slip, not more
KINDS = {"xlsx": XLSX, "csv": CSV}
BROKEN = (
    zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, TypeError, OSError,
    AttributeError, IndexError, csv.Error,
)  # fmt: skip
Row = list[str]


class Unusable(Exception):
    """A file that is no spreadsheet of ours: `code` is "big", "many" or "unreadable"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read(name: str, data: bytes) -> list[Row]:
    """All rows of the first sheet, headings first, at most MOST_ROWS after them; raises Unusable.

    A formula in an XLSX cell is read as its own text, "=…", never as what
    somebody's program once made of it.
    """
    if len(data) > MOST_BYTES:
        raise Unusable("big")
    try:
        rows = list(islice(_rows(name, data), MOST_ROWS + 2))
    except BROKEN as error:
        raise Unusable("unreadable") from error
    while rows and not any(rows[-1]):
        rows.pop()
    if len(rows) > MOST_ROWS + 1:
        raise Unusable("many")
    return rows


def _rows(name: str, data: bytes) -> Iterator[Row]:
    return _of_xlsx(data) if data[:2] == b"PK" or name.lower().endswith(".xlsx") else _of_csv(data)


def _of_xlsx(data: bytes) -> Iterator[Row]:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        if sum(each.file_size for each in parts.infolist()) > MOST_UNPACKED:
            raise Unusable("big")
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    try:
        for row in book.worksheets[0].iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS):
            yield [_text(cell) for cell in row]
    finally:
        book.close()


def _text(cell: Any) -> str:
    """A number stays the number, and what is computed shows that it is."""
    text = cells.incoming(cell.value)
    return f"{FORMULA}{text.removeprefix(FORMULA)}" if cell.data_type == "f" else text


def _of_csv(data: bytes) -> Iterator[Row]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")  # what Excel writes in our part of the world
    first = text.partition("\n")[0]
    if "\0" in text or data.lstrip().startswith(NO_LISTS) or _is_binary(first, text[:BEGINNING]):
        raise Unusable("unreadable")
    mark = max(";,\t", key=first.count)
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark):
        yield [cells.incoming(each) for each in row[:MOST_COLUMNS]]


def _is_binary(headings: str, beginning: str) -> bool:
    """Whether this is a picture or the like, read as text; a stray sign within a list is none."""
    return bool(BINARY.search(headings)) or len(BINARY.findall(beginning)) > len(beginning) // 100


def write(kind: str, headings: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """A file of this kind ("xlsx" or "csv") with these rows; every cell is text already."""
    table = tablib.Dataset(headers=list(headings))
    table.extend([tuple(row) for row in rows])
    if kind == "csv":  # every cell in quotes, and the mark by which Excel knows the letters
        text = table.export("csv", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        return b"\xef\xbb\xbf" + str(text).encode()
    made = KINDS[kind]().export_data(table)
    return made if isinstance(made, bytes) else str(made).encode()
