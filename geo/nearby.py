"""Known postcodes by what a coordinator knows of a place: a number like it, a town's name."""

import re

from geo.postcodes import Postcode, all_postcodes, lookup

WITH_COUNTRY = re.compile(r"\s*([A-Za-z]{2})\s*-?\s*(\d\S*)\s*\Z")


def meant(text: str, *countries: str) -> tuple[Postcode, ...]:
    """The postcodes that a text may mean, in the first of these countries that has any.

    A number, "FR 59000" for another country than these, or the whole name of a
    municipality in any of its languages, which may have several postcodes.
    """
    if named := WITH_COUNTRY.match(text):
        countries, text = (named[1].upper(),), named[2]
    for country in dict.fromkeys(countries):
        if found := lookup(country, text):
            return (found,)
        if by_name := _named(text, country):
            return by_name
    return ()


def _named(text: str, country: str) -> tuple[Postcode, ...]:
    wanted = text.strip().casefold()
    return (
        tuple(
            postcode
            for postcode in all_postcodes(country)
            if any(
                wanted in {each.fr.casefold(), each.nl.casefold(), each.de.casefold()}
                for each in postcode.municipalities
            )
        )
        if wanted
        else ()
    )


def like(country: str, code: str, most: int = 4) -> tuple[Postcode, ...]:
    """Those whose numbers are next to this one: where a code is new or mistyped, its neighbours by number."""
    digits = re.sub(r"\D", "", code)
    if not digits:
        return ()
    numbered = [each for each in all_postcodes(country) if each.code.isdecimal()]
    return tuple(sorted(numbered, key=lambda each: abs(int(each.code) - int(digits)))[:most])
