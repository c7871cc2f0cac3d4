"""What somebody means who writes "B-1030", "Schaerbeek 1030", "1300 Schaerbeek" or "75008 PARIS CEDEX 08".

A postcode and a name that contradict each other are never settled silently: a slip of the finger in four
digits is another town.
"""

import re
from enum import Enum
from typing import NamedTuple

from geo.municipalities import Words, called, codes_of, is_capital_of_region, resembling, words
from geo.points import distance_km
from geo.postcodes import Municipality, Postcode, lookup

# Among so many one can choose; a French postcode may serve forty communes, and there nobody is asked.
MOST_CHOICES = 3
MOST_SUGGESTIONS = 3
# Two places of the same name further apart than this are two municipalities.
ONE_TOWN_KM = 25
PREFIXES = {"BE": "BE?", "FR": "FR?"}
CODE = r"(?<![0-9])[0-9]{4,5}(?![0-9])"
CEDEX = re.compile(r"(?<!\w)cedex(?!\w)", re.IGNORECASE)


class Problem(Enum):
    """Why a postcode cannot be taken as it is written."""

    UNKNOWN = "unknown"  # no such postcode
    CONTRADICTED = "contradicted"  # its municipality is not the one written beside it
    UNCLEAR = "unclear"  # the name beside it is known nowhere
    CEDEX = "cedex"  # a postcode of post-office boxes
    MISSING = "missing"  # a name alone


class Suggestion(NamedTuple):
    """A place that may be meant; no municipality where the postcode says enough."""

    postcode: Postcode
    municipality: Municipality | None


class Reading(NamedTuple):
    """What was understood: a postcode and its municipality, a question, or a problem."""

    typed: str = ""
    name: str = ""
    postcode: Postcode | None = None
    # The municipality that is meant; None where the postcode alone counts.
    municipality: Municipality | None = None
    # Those among which the person is to choose.
    choices: tuple[Municipality, ...] = ()
    problem: Problem | None = None
    suggestions: tuple[Suggestion, ...] = ()


def read(country: str, text: str) -> Reading:
    """Read what stands in a postcode field; never raises."""
    code, name = split(country, text)
    postcode = lookup(country, code) if code else None
    typed = words(name)
    if postcode is None:
        if CEDEX.search(text):
            return Reading(code, name, problem=Problem.CEDEX)
        problem = Problem.UNKNOWN if code or not typed else Problem.MISSING
        return Reading(code, name, problem=problem, suggestions=suggest(country, code or text, typed))
    if not typed or is_capital_of_region(postcode, typed):
        return _whole(code, name, postcode)
    return _with_name(country, code, name, postcode)


def split(country: str, text: str) -> tuple[str, str]:
    """The postcode in a text and the words around it; "" for what is not there."""
    parts = text.split()
    text = " ".join(parts)
    for count in (len(parts), 2, 1):  # also codes with letters or in two parts, "1012 AB" of another country
        for code, rest in ((parts[:count], parts[count:]), (parts[-count:], parts[:-count])):
            if known := lookup(country, " ".join(code)):
                return known.code, _name(rest)
    if re.fullmatch(r"[0-9 ]+", text):
        return text.replace(" ", ""), ""
    prefix = PREFIXES.get(country, country)
    found = re.search(rf"(?:(?<!\w)(?:{prefix}) ?-? ?)?({CODE})", text, re.IGNORECASE)
    if not found:
        digits = re.search("[0-9]{3,}", text)
        return (digits[0], _name([text[: digits.start()], text[digits.end() :]])) if digits else ("", text)
    return found[1], _name([text[: found.start()], text[found.end() :]])


def _name(parts: list[str]) -> str:
    return " ".join(CEDEX.sub(" ", " ".join(parts)).split()).strip(" ,;.-/()")


def _whole(code: str, name: str, postcode: Postcode) -> Reading:
    """No name to go by: ask where there are two or three."""
    several = postcode.municipalities
    if 1 < len(several) <= MOST_CHOICES:
        return Reading(code, name, postcode, choices=several)
    return Reading(code, name, postcode)


def _with_name(country: str, code: str, name: str, postcode: Postcode) -> Reading:
    typed = words(name)
    found = called(postcode, typed)
    elsewhere = () if found else codes_of(country, typed)
    if elsewhere:
        suggestions = suggest(country, code, typed)
        return Reading(code, name, postcode, problem=Problem.CONTRADICTED, suggestions=suggestions)
    found = found or resembling(postcode, typed)
    if len(found) == 1:
        only = len(postcode.municipalities) == 1
        return Reading(code, name, postcode, None if only else found[0])
    if found:
        return Reading(code, name, postcode, choices=found[:MOST_CHOICES])
    if len(postcode.municipalities) <= MOST_CHOICES:
        return Reading(code, name, postcode, choices=postcode.municipalities, problem=Problem.UNCLEAR)
    return Reading(code, name, postcode, problem=Problem.UNCLEAR)


def suggest(country: str, code: str, typed: Words) -> tuple[Suggestion, ...]:
    """What may be meant: the places of that name, nearest number first, else the numbers one slip away."""
    named = sorted(codes_of(country, typed), key=lambda each: _slips(code, each.code))
    found: list[Suggestion] = []
    for postcode in named:
        found += (
            Suggestion(postcode, each) for each in called(postcode, typed) if not _is_told(postcode, found)
        )
    if not named:
        near = [each for each in _one_slip_away(country, code) if not typed or resembling(each, typed)]
        for postcode in sorted(near, key=lambda each: _slips(code, each.code)):
            if all(postcode.municipalities != told.postcode.municipalities for told in found):
                found.append(Suggestion(postcode, None))
    return tuple(found[:MOST_SUGGESTIONS])


def _is_told(postcode: Postcode, found: list[Suggestion]) -> bool:
    """One code of a town is enough; but Saint-Denis near Paris and Saint-Denis in the Ardennes are two."""
    return any(distance_km(postcode.point, told.postcode.point) < ONE_TOWN_KM for told in found)


def _one_slip_away(country: str, code: str) -> list[Postcode]:
    """Known postcodes with two digits swapped, one wrong, one missing or one too many."""
    digits = "0123456789"
    written = {
        *(
            code[:at] + code[at + 1 : at + 2] + code[at : at + 1] + code[at + 2 :]
            for at in range(len(code) - 1)
        ),
        *(code[:at] + each + code[at + 1 :] for at in range(len(code)) for each in digits),
        *(code[:at] + code[at + 1 :] for at in range(len(code))),
        *(code[:at] + each + code[at:] for at in range(len(code) + 1) for each in digits),
    }
    near = (lookup(country, each) for each in written) if len(code) <= 6 else ()
    return [postcode for postcode in near if postcode is not None]


def _slips(typed: str, code: str) -> tuple[int, int, str]:
    """How far a known postcode is from what was typed: swapped digits first, then the nearest number."""
    if len(typed) == len(code) and sorted(typed) == sorted(code):
        return 0, sum(a != b for a, b in zip(typed, code, strict=True)), code
    wrong = sum(a != b for a, b in zip(typed, code, strict=True)) if len(typed) == len(code) else 1
    if wrong > 1 or not (typed.isascii() and typed.isdecimal()):
        return 2, 0, code
    return 1, abs(int(typed) - int(code)), code
