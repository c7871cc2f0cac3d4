"""Lists as others hand them in, and people of the team who press."""

import io
from typing import Any

from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from exchange.models import Import
from tests import staff

HEADINGS = ["Nom", "E-mail", "Téléphone", "Rue", "Code postal", "Commune", "Offres", "Langues", "Km"]
LINE = [
    "Firmin Quatrebarbes", "firmin@example.org", "0470 98 76 54", "Rue du Zwin 4417", "1050", "Ixelles",
    "courses, démarche", "français; néerlandais", "5",
]  # fmt: skip
CANARIES = ("Quatrebarbes", "firmin@", "470987654", "Zwin", "4417")
SOURCE = {"who": "Croix-Rouge Ixelles", "when": "sur papier, 3 novembre 2026"}


def line(number: int = 0, **changes: str) -> list[str]:
    """A good line of its own; changes by the number of the column, c0 to c8."""
    made = list(LINE)
    if number:
        made[1], made[2] = f"person{number}@example.org", f"0470{number:06d}"
    for name, value in changes.items():
        made[int(name[1:])] = value
    return made


def xlsx(*rows: list[Any], headings: list[str] = HEADINGS) -> bytes:
    """A real XLSX file."""
    book = Workbook()
    for row in (headings, *rows):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def csv(*rows: list[str], headings: list[str] = HEADINGS, mark: str = ";", code: str = "utf-8") -> bytes:
    """A CSV file as Excel writes it here."""
    quoted = (mark.join(f'"{cell}"' for cell in row) for row in (headings, *rows))
    return "\r\n".join(quoted).encode(code)


def at_her_desk(user: User | None = None, language: str = "en") -> Client:
    """A coordinator's browser, or this person's."""
    browser = staff.browser_of(user or staff.member("coordinator"))
    browser.cookies["django_language"] = language
    return browser


def bring(desk: Client, data: bytes, **changes: str) -> Any:
    """Hand a file in; the answer."""
    file = SimpleUploadedFile("list.xlsx" if data.startswith(b"PK") else "list.csv", data)
    return desk.post(reverse("exchange:bring"), {**SOURCE, **changes, "file": file})


def brought(desk: Client, data: bytes) -> tuple[str, str]:
    """The page on which a file is shown, and the address of its press."""
    answer = bring(desk, data)
    assert answer.status_code == 302, answer.context["form"].errors
    return answer["Location"], reverse("exchange:take", args=[Import.objects.latest("pk").uuid])
