"""Which geocoders are asked about which country, and how each is reached: the two settings, read."""

from collections.abc import Iterator
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings

from geo.geocoders import ban, here, nominatim, opencage, pelias, photon
from geo.geocoders.contract import Geocoder, Options

GEOCODERS: dict[str, Geocoder] = {
    each.GEOCODER.name: each.GEOCODER for each in (nominatim, ban, photon, pelias, here, opencage)
}
OPTIONS = {"url", "key", "rate"}
OWN_RATE = 10.0  # calls a second to a geocoder of one's own that names no number


@cache
def parse(text: str) -> dict[str, tuple[str, ...]]:
    """The names for each country in `BE=nominatim,photon;FR=ban`; ValueError says what is wrong with it."""
    found: dict[str, tuple[str, ...]] = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        country, sign, names = part.partition("=")
        country = country.strip().upper()
        chain = tuple(name.strip().lower() for name in names.split(",") if name.strip())
        if not sign or len(country) != 2 or not chain:
            raise ValueError(f"“{part}” should look like BE=nominatim,photon")
        if country in found:
            raise ValueError(f"{country} stands there twice")
        found[country] = chain
    return found


def _chains() -> dict[str, tuple[str, ...]]:
    """A setting that is wrong stops a start by its check; where nobody checks it, it stops no matching."""
    try:
        return parse(settings.GEOCODERS)
    except ValueError:
        return {}


def chain(country: str) -> tuple[Geocoder, ...]:
    """Whom to ask about addresses in a country, in this order; nobody where the setting names none."""
    return tuple(GEOCODERS[name] for name in _chains().get(country, ()) if name in GEOCODERS)


def in_use() -> tuple[Geocoder, ...]:
    """Every geocoder that may be asked about any country, each once."""
    names = dict.fromkeys(name for chain in _chains().values() for name in chain)
    return tuple(GEOCODERS[name] for name in names if name in GEOCODERS)


def options(geocoder: Geocoder) -> Options:
    """How this geocoder is reached here. A public one is never asked faster than it allows."""
    given = settings.GEOCODER_OPTIONS.get(geocoder.name, {})
    url = str(given.get("url") or geocoder.url)
    usual = geocoder.rate if url == geocoder.url else OWN_RATE
    rate = float(given.get("rate") or usual)
    return Options(
        url, str(given.get("key", "")), min(rate, geocoder.rate) if is_public(geocoder, url) else rate
    )


def is_public(geocoder: Geocoder, url: str) -> bool:
    """Whether this address is the one that everybody shares, under whichever of its names."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    return bool(geocoder.public) and f".{host}".endswith(f".{geocoder.public}")


def faults() -> Iterator[str]:
    """What is wrong with the two settings, a sentence each."""
    try:
        chains = parse(settings.GEOCODERS)
    except ValueError as error:
        yield f"GEOCODERS: {error}."
        return
    known = ", ".join(GEOCODERS)
    for country, names in chains.items():
        for name in names:
            if name not in GEOCODERS:
                yield f"GEOCODERS: “{name}” is none of {known}."
            elif (only := GEOCODERS[name].countries) and country not in only:
                yield f"GEOCODERS: {name} knows nothing of {country}."
    yield from _faults_of_options({name for names in chains.values() for name in names})


def _faults_of_options(used: set[str]) -> Iterator[str]:
    given = settings.GEOCODER_OPTIONS
    if not isinstance(given, dict) or not all(isinstance(each, dict) for each in given.values()):
        yield 'GEOCODER_OPTIONS should look like {"nominatim": {"url": "https://…", "rate": 5}}.'
        return
    for name, facts in given.items():
        if name not in GEOCODERS or set(facts) - OPTIONS:
            yield f"GEOCODER_OPTIONS: {name} is unknown, or has more than url, key and rate."
        rate = facts.get("rate", 1)
        if isinstance(rate, bool) or not isinstance(rate, int | float) or not 0 < rate <= 1000:
            yield f"GEOCODER_OPTIONS: the rate of {name} is in calls a second, above 0."
    for geocoder in (each for name, each in GEOCODERS.items() if name in used):
        facts = given.get(geocoder.name, {})
        url = urlsplit(str(facts.get("url") or geocoder.url))
        if url.scheme not in ("http", "https") or not url.hostname:
            yield f"GEOCODER_OPTIONS: {geocoder.name} needs a url that begins with https:// or http://."
        if geocoder.needs_key and not facts.get("key"):
            yield f"GEOCODER_OPTIONS: {geocoder.name} needs a key."
