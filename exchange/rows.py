"""The rows of a list, each judged by the form on which people register themselves."""

from dataclasses import asdict, dataclass, field
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from exchange import cells
from exchange.headings import COLUMNS, NEEDED, Words, columns
from exchange.sheets import Row
from volunteers import listed
from volunteers.forms import RegistrationForm
from volunteers.membership import SignUp
from volunteers.models import USUAL_TRAVEL_KM

PLACE = {"postcode", "municipality"}  # judged together: without one of them nothing is said of the other


@dataclass(frozen=True)
class Fault:
    """What is wrong in one cell: row as the spreadsheet counts, heading of its column, words."""

    row: int
    column: str
    words: str


@dataclass
class Checked:
    """A whole file, judged. `fresh` is what the press would make, by row; `known` rows stay as they are."""

    fresh: dict[int, SignUp] = field(default_factory=dict)
    known: list[int] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def faulty(self) -> int:
        """How many rows have a fault."""
        return len({each.row for each in self.faults})

    def as_json(self) -> dict[str, Any]:
        """All of it, as a row keeps it."""
        return {
            "fresh": [[number, asdict(each)] for number, each in self.fresh.items()],
            "known": self.known,
            "faults": [asdict(each) for each in self.faults],
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Checked":
        """The same, back."""
        return cls(
            fresh={number: SignUp(**each) for number, each in kept["fresh"]},
            known=kept["known"],
            faults=[Fault(**each) for each in kept["faults"]],
        )


class ListedForm(RegistrationForm):
    """The page on which people register, for a row of a list: the promise is asked of each by letter."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["charter"]


def missing(headings: Row) -> list[str]:
    """The columns that a list must have and this one has not, by our own names for them."""
    found = columns(headings)
    return [str(COLUMNS[code]) for code in NEEDED if code not in found]


def check(rows: list[Row]) -> Checked:
    """Judge all rows; the first holds the headings. Nothing is written. Few queries, whatever the length."""
    at, words, checked = columns(rows[0]), Words(), Checked()
    seen: set[str] = set()
    for number, row in enumerate(rows[1:], start=2):
        cell = {code: row[place] if place < len(row) else "" for code, place in at.items()}
        if not any(each.strip() for each in cell.values()):
            continue
        sign_up = _judge(number, cell, words, checked.faults)
        if sign_up is None:
            continue
        if sign_up.email.lower() in seen:
            checked.known.append(number)
        else:
            seen.add(sign_up.email.lower())
            checked.fresh[number] = sign_up
    _set_aside_known(checked)
    return checked


def _set_aside_known(checked: Checked) -> None:
    there = listed.known([each.email for each in checked.fresh.values()])
    known = [number for number, each in checked.fresh.items() if each.email in there]
    for number in known:
        del checked.fresh[number]
    checked.known = sorted([*checked.known, *known])


def _judge(number: int, cell: dict[str, str], words: Words, faults: list[Fault]) -> SignUp | None:
    """The sign-up of one row; None, and all its faults at once, if it has any."""
    wrong = {code: said for code, text in cell.items() if (said := cells.fault(text, code == "phone"))}
    sound = {code: text for code, text in cell.items() if code not in wrong}
    form, spoken = ListedForm(_typed(sound, words)), words.of_languages(sound.get("language", ""))
    if form.is_valid() and _writes_in(spoken) and not wrong:
        return form.sign_up(_letters_in(spoken, form.cleaned_data["languages"]))
    told = set(wrong) | (PLACE if PLACE & set(wrong) else set())  # the form saw no text there
    found = [*wrong.items()] + [
        (code, str(said)) for code, all_said in form.errors.items() if code not in told for said in all_said
    ]
    if not _writes_in(spoken):
        found.append(("language", _("We do not write in this language.")))
    faults += [Fault(number, str(COLUMNS[code]), said) for code, said in found]
    return None


def _typed(cell: dict[str, str], words: Words) -> dict[str, Any]:
    """The row as if somebody had filled in the page."""
    km = cell.get("travel_km", "").lower().removesuffix("km").strip()
    return {
        **{code: cell.get(code, "") for code in ("name", "email", "phone", "street")},
        "postcode": f"{cell.get('postcode', '')} {cell.get('municipality', '')}".strip(),
        "municipality": "",
        "kinds": words.of_offers(cell.get("kinds", "")),
        "languages": words.of_languages(cell.get("languages", "")),
        "travel_km": km or str(USUAL_TRAVEL_KM),
    }


def _writes_in(spoken: list[str]) -> bool:
    return not spoken or spoken[0] in dict(settings.LANGUAGES)


def _letters_in(wished: list[str], spoken: list[str]) -> str:
    """The language of his letters: the one in the list, else the first that he speaks and we write."""
    ours = dict(settings.LANGUAGES)
    return next((code for code in (*wished[:1], *spoken) if code in ours), settings.LANGUAGE_CODE)
