"""A street line as people write it, read apart: the street, the number, and what a geocoder must not be told.

Pure functions. Belgians write "Rue Haute 16 bte 3" and the French "16 bis, rue Haute, Bât. B"; both write
what comes to mind. Whatever is neither street nor number is kept in `box`, whose words no map service gets:
boxes and floors confuse it, and "chez Madame Dupont" is nobody's business.
"""

import re
from typing import NamedTuple

from geo.street_boxes import ADDRESSEE, BUILDING, NUMBER, PERSON, tidy, without_boxes
from geo.street_words import DATE, MONTHS, in_full, is_french, is_street, pair, plain

# Where the number comes first; elsewhere it follows the street.
NUMBER_FIRST = {"FR", "LU", "MC"}
NUMBERS = re.compile(rf"(?<![\w'.-]){NUMBER}(?![\w'])", re.IGNORECASE)
# After one of these a number belongs to the name: "Rue du 22", "Place des 4 Vents".
ARTICLES = set("du des de la le les l aux au van".split())
# How often what was found is read once more, until nothing new is found in it.
ROUNDS = 5
ORDINAL = re.compile(r"[0-9]+[de]", re.IGNORECASE)


class Street(NamedTuple):
    """One address line. `number` is "16", "16A", "16 bis" or "16-18"; `box` holds all the rest."""

    name: str
    number: str
    box: str


class _Part(NamedTuple):
    """What stands between two commas."""

    name: str
    number: str = ""
    rest: str = ""
    whole: str = ""


def parse(text: str) -> Street:
    """Read a street line apart; never raises. What it does not understand stays in the name."""
    street = _parse(text)
    for _round in range(ROUNDS):
        again = _parse(f"{street.name} {street.number}")
        if again[:2] == street[:2]:
            break
        street = again._replace(box=", ".join(filter(None, (street.box, again.box))))
    return street


def _parse(text: str) -> Street:
    rest, boxes = without_boxes(tidy(text))
    parts = [_read(text) for each in rest.split(",") if (text := _trim(each))]
    main = _main(parts)
    name, number = (main.name, main.number) if main else ("", "")
    for part in parts:
        is_number = part.number and not part.name
        other_name = f"{name} - {part.name}" if name and part.name else ""
        if part is main or (is_number and not number):
            number, boxes = number or part.number, [*boxes, part.rest]
        elif len(pair(other_name)) == 2 and part.number in ("", number or part.number):
            name, number, boxes = other_name, number or part.number, [*boxes, part.rest]
        else:
            boxes = [*boxes, part.whole]
    return Street(name, _tidy_number(number), ", ".join(box for each in boxes if (box := _trim(each))))


def queries(street: Street, country: str) -> tuple[str, ...]:
    """The lines to ask a geocoder, best first: written in full, without box.

    A bilingual pair gives both its names; "16 bis" and "16-18" are followed by "16". Empty if no street is
    named.
    """
    if not any(character.isalpha() for character in street.name):
        return ()
    names = [full for half in pair(street.name) for full in in_full(half, country)]
    plain_number = re.match("[0-9]*", street.number)
    numbers = (street.number, plain_number[0] if plain_number else "")
    return tuple(dict.fromkeys(_line(name, number, country) for number in numbers for name in names))


def _line(name: str, number: str, country: str) -> str:
    return " ".join(filter(None, (number, name) if country in NUMBER_FIRST else (name, number)))


def _trim(text: str) -> str:
    return text.lstrip(" .,:/-+*").rstrip(" ,:/-+*")


def _main(parts: list[_Part]) -> _Part | None:
    """The part that names the street; a house's name or a hamlet only where there is no street."""
    streets = [part for part in parts if any(c.isalpha() for c in part.name) and not _is_person(part)]
    named = [part for part in streets if is_street(part.name)]
    places = [part for part in streets if not BUILDING.match(part.name)]
    return next(iter((*named, *places, *streets)), None)


def _is_person(part: _Part) -> bool:
    if ADDRESSEE.match(part.name):
        return True
    return bool(PERSON.match(part.name)) and not is_street(part.name)


def _read(part: str) -> _Part:
    """Find the house number: at the end, else at the beginning, else wherever it is."""
    found = [number for number in NUMBERS.finditer(part) if _is_of_house(number)]
    if not found:
        return _Part(part, whole=part)
    first, last = found[0], found[-1]
    if last.end() == len(part):
        run = _first_of_run(found)
        if run is not first and first.start() == 0 and is_french(part[first.end() :]):
            return _part(part, first, part[first.end() : run.start()], part[run.start() :])
        return _part(part, run, part[: run.start()], part[run.end() :])
    if first.start() == 0:
        town = next((each.start() for each in found[1:] if len(each[0]) >= 4), len(part))
        return _part(part, first, part[first.end() : town], part[town:])
    return _part(part, first, part[: first.start()], part[first.end() :])


def _first_of_run(found: list[re.Match[str]]) -> re.Match[str]:
    """The house among the numbers that stand last, side by side: "Kerkstraat 5 2" is house 5, box 2."""
    for before, after in zip(found[-2::-1], found[::-1], strict=False):
        if before.string[before.end() : after.start()].strip():
            return after
    return found[0]


def _part(whole: str, number: re.Match[str], name: str, rest: str = "") -> _Part:
    return _Part(_trim(name), number[0], _trim(rest), whole)


def _is_of_house(number: re.Match[str]) -> bool:
    """Not a day of the month, a year or a regiment that a street is named after."""
    before = plain(number.string[: number.start()]).replace("'", " ").split()
    after = plain(number.string[number.end() :]).split()
    digits = number[0].isdecimal()
    if before and (
        before[-1] in ARTICLES or (digits and before[-1] in MONTHS and 1700 <= int(number[0]) < 2100)
    ):
        return False
    if after and digits and int(number[0]) <= 31 and DATE.fullmatch(after[0]):
        return False
    return not (after and ORDINAL.fullmatch(number[0]) and not is_french(after[0]))


def _tidy_number(number: str) -> str:
    """ "16 a" and "16A" are one house, and so are "16BIS" and "16 bis"."""
    number = re.sub(r" ?- ?", "-", number)
    number = re.sub(r"([0-9]) ?([a-z])(?![a-z])", lambda m: m[1] + m[2].upper(), number, flags=re.IGNORECASE)
    return re.sub(r"([0-9]) ?([a-z]{3,})", lambda m: f"{m[1]} {m[2].lower()}", number, flags=re.IGNORECASE)
