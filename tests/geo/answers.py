"""What the geocoders of this world say, in their own formats, and what we ask them."""

from datetime import UTC, datetime
from typing import Any

from geo.geocoding import locate
from geo.points import Place
from geo.postcodes import lookup

NOW = datetime(2026, 3, 18, 10, 0, tzinfo=UTC)
STREET = "Rue Josaphat 12"


def schaerbeek() -> Place:
    postcode = lookup("BE", "1030")
    assert postcode is not None
    return Place(postcode.point, "postcode", "postcodes")


def nominatim(lat: float = 50.86112, lon: float = 4.37046, **raw: Any) -> list[dict[str, Any]]:
    answer = {"lat": str(lat), "lon": str(lon), "display_name": "12, Rue Josaphat", "class": "building"}
    return [answer | {"type": "yes", "place_rank": 30, "licence": "© OpenStreetMap"} | raw]


def ban(lat: float = 50.6329, lon: float = 3.0586, **properties: Any) -> dict[str, Any]:
    told = {"label": "8 Rue Nationale 59000 Lille", "type": "housenumber", "postcode": "59000", "score": 0.97}
    geometry = {"type": "Point", "coordinates": [lon, lat]}
    feature = {"type": "Feature", "geometry": geometry, "properties": told | properties}
    return {"type": "FeatureCollection", "features": [feature]}


def ask(
    street: str = STREET, postcode: str = "1030", country: str = "BE", now: datetime = NOW
) -> Place | None:
    return locate(country, postcode, street, now=now)
