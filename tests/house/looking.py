"""How a request stands, as a visitor meets it who has its number and no link."""

from typing import Any

from requests_app import finding
from tests.house.visitor import Visitor

NUMBERS: dict[str, dict[str, Any]] = {
    "empty": {},
    "wrong": {"reference": "12", "phone": "x"},
    "not found": {"reference": "000000", "phone": "0000"},
}


def looked_up(visitor: Visitor) -> None:
    """The request found again by its number and the end of the phone number, and the ways it is not found."""
    page = visitor.path("requests:status")
    visitor.get("status", page)
    for name, numbers in NUMBERS.items():
        visitor.client.post(page, numbers)
        visitor.get(f"status: {name}", page)
    row = visitor.request()
    visitor.client.post(page, {"reference": row.reference, "phone": "9876"})
    visitor.get("status: found", visitor.path("requests:found"))
    visitor.get("status: cancel", visitor.path("requests:found_cancel"))
    for _guess in range(finding.OF_ONE_NUMBER.most):
        visitor.client.post(page, {"reference": row.reference, "phone": "0000"})
    visitor.post("status: too many", page, {"reference": row.reference, "phone": "9876"}, 429)
