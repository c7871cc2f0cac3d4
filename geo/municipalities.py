"""The names of municipalities: which one somebody means, and how it is called in his language.

Pure functions over the offline table.
"""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from geo.postcodes import Municipality, Postcode, all_postcodes, lookup
from geo.street_words import plain

# So alike are two ways of writing one name ("Scharbeek"), and no two names of neighbours.
ALIKE = 0.8
# Of a search in a list: with fewer letters everything is meant, and so many postcodes are no place any more.
LEAST_LETTERS, MOST_CODES = 3, 200
SAINTS = set("saint sainte sint sankt st ste".split())
# Words beside a name that tell nothing: countries, "Paris 8e arrondissement", "Lille CEDEX 2".
EMPTY_WORDS = set("belgique belgie belgium belgien france cedex arrondissement arr e er eme".split())
# All that lies in the two-language region is also called by its capital's name: "1030 Bruxelles".
CAPITALS_NAME = ("bruxelles",)
CAPITAL = set("bruxelles brussel brussels bruessel bxl".split())

Words = tuple[str, ...]


def words(name: str) -> Words:
    """The words that tell: "Sint-Gillis" and "ST GILLIS" are one, "Paris 8e" is Paris."""
    spelled = "".join(c if c.isalnum() else " " for c in plain(name).replace("œ", "oe").replace("æ", "ae"))
    told = ("st" if word in SAINTS else word for word in spelled.split())
    return tuple(word for word in told if word not in EMPTY_WORDS and not _is_quarter(word))


def _is_quarter(word: str) -> bool:
    digits = word.rstrip("abcdefghijklmnopqrstuvwxyz")
    return digits.isdecimal() and len(digits) <= 2


def stored(municipality: Municipality) -> str:
    """What a row keeps of a choice; `find` gives the municipality back."""
    return municipality.own_name


def find(postcode: Postcode, name: str) -> Municipality | None:
    """The municipality of this postcode that a row keeps by this name."""
    return next((each for each in postcode.municipalities if stored(each) == name), None)


def names(municipality: Municipality) -> Iterator[str]:
    """Every name it has."""
    yield from dict.fromkeys(filter(None, (municipality.fr, municipality.nl, municipality.de)))


def label(municipality: Municipality, language: str) -> str:
    """Its name for this reader; where a place has two languages, both: "Schaarbeek / Schaerbeek"."""
    if len(municipality.languages) == 1:
        return municipality.name(language)
    both = (municipality.name(language), municipality.own_name)
    return " / ".join(dict.fromkeys(name for each in both for name in each.split(" / ")))


def place(country: str, code: str, municipality: str, language: str, *, most: int = 3) -> str:
    """The place as an echo shows it, "1030 Schaerbeek / Schaarbeek"; the code alone when it is unknown.

    Of a postcode with many municipalities the first `most` are named.
    """
    postcode = lookup(country, code)
    if postcode is None:
        return code
    chosen = find(postcode, municipality)
    each = (chosen,) if chosen else postcode.municipalities
    told = list(dict.fromkeys(label(one, language) for one in each))
    return f"{postcode.code} {', '.join(told[:most])}{' …' if len(told) > most else ''}"


def called(postcode: Postcode, typed: Words) -> tuple[Municipality, ...]:
    """Those of this postcode's municipalities that have just this name, or its name said twice."""
    return tuple(
        each
        for each in postcode.municipalities
        if any(words(name) == typed for name in names(each))
        or words(label(each, "nl")) in (typed, _turned(typed))
    )


def _turned(typed: Words) -> Words:
    half = len(typed) // 2
    return typed[half:] + typed[:half]


def resembling(postcode: Postcode, typed: Words) -> tuple[Municipality, ...]:
    """Those whose name holds what was typed or is in it ("Woluwe", "Bruxelles-Ville"), else those alike."""
    holding = tuple(
        each
        for each in postcode.municipalities
        if any(_holds(words(name), typed) or _holds(typed, words(name)) for name in names(each))
    )
    text = " ".join(typed)
    return holding or tuple(
        each
        for each in postcode.municipalities
        if any(SequenceMatcher(None, " ".join(words(name)), text).ratio() >= ALIKE for name in names(each))
    )


def _holds(long: Words, short: Words) -> bool:
    places = range(len(long) - len(short) + 1)
    return bool(short) and any(long[at : at + len(short)] == short for at in places)


def is_capital_of_region(postcode: Postcode, typed: Words) -> bool:
    """Whether somebody wrote "1030 Bruxelles", as all do in the two-language region."""
    two_languages = all(len(each.languages) > 1 for each in postcode.municipalities)
    return two_languages and bool(typed) and set(typed) <= CAPITAL


def codes_of(country: str, typed: Words) -> tuple[Postcode, ...]:
    """Every postcode of every municipality with just this name."""
    return _by_name(country).get(typed, ())


def codes_beginning(country: str, text: str) -> tuple[str, ...]:
    """The postcodes that a search may mean: of municipalities of this name, or else with words that begin so.

    In any language, "Schaerbeek / Schaarbeek" too; none for less than three
    letters, or where so many begin so that nobody is served by all of them.
    """
    found: set[str] = set()
    for part in text.split("/"):
        typed = tuple(word for word in words(part) if not word.isdecimal())
        if len("".join(typed)) < LEAST_LETTERS:
            continue
        typed = CAPITALS_NAME if set(typed) <= CAPITAL else typed
        exact = codes_of(country, typed)
        alike = [codes for name, codes in _by_name(country).items() if _begins(name, typed)]
        found |= {each.code for codes in ([exact] if exact else alike) for each in codes}
    return tuple(sorted(found)) if len(found) <= MOST_CODES else ()


def _begins(name: Words, typed: Words) -> bool:
    """Whether these words stand in the name one after the other, of the last one the beginning."""
    *whole, last = typed
    places = range(len(name) - len(whole))
    return any(
        list(name[at : at + len(whole)]) == whole and name[at + len(whole)].startswith(last) for at in places
    )


class _Index(NamedTuple):
    made_of: tuple[Postcode, ...]
    by_name: dict[Words, tuple[Postcode, ...]]


_indexes: dict[str, _Index] = {}


def _by_name(country: str) -> dict[Words, tuple[Postcode, ...]]:
    """Made once for a table; anew when the table has been read anew."""
    postcodes = all_postcodes(country)
    known = _indexes.get(country)
    if known is None or known.made_of is not postcodes:
        known = _indexes[country] = _Index(postcodes, _named(postcodes))
    return known.by_name


def _named(postcodes: tuple[Postcode, ...]) -> dict[Words, tuple[Postcode, ...]]:
    found: dict[Words, dict[str, Postcode]] = {}
    for postcode in postcodes:
        for municipality in postcode.municipalities:
            for name in names(municipality):
                found.setdefault(words(name), {})[postcode.code] = postcode
    return {name: tuple(codes.values()) for name, codes in found.items()}
