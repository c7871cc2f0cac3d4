"""What each geocoder of this world says about a house in Schaerbeek or Lille, in its own format."""

from collections.abc import Callable
from typing import Any

LAT, LON = 50.86112, 4.37046
FRENCH = {"lat": 50.6329, "lon": 3.0586}


def nominatim(lat: float = LAT, lon: float = LON, postcode: str = "1030", **raw: Any) -> list[dict[str, Any]]:
    """A list of places; numbers as text."""
    address = {"house_number": "12", "road": "Rue Josaphat", "town": "Schaerbeek", "postcode": postcode}
    answer = {
        "lat": str(lat), "lon": str(lon), "display_name": "12, Rue Josaphat", "class": "building",
        "type": "yes", "place_rank": 30, "importance": 0.00009, "licence": "© OpenStreetMap",
        "address": {**address, "country_code": "be"},
    }  # fmt: skip
    return [answer | raw]


def _features(lat: float, lon: float, properties: dict[str, Any]) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": [lon, lat]}
    feature = {"type": "Feature", "geometry": geometry, "properties": properties}
    return {"type": "FeatureCollection", "features": [feature]}


def ban(
    lat: float = FRENCH["lat"], lon: float = FRENCH["lon"], postcode: str = "59000", **raw: Any
) -> dict[str, Any]:
    """GeoCodeJSON, with a score."""
    told = {
        "label": "8 Rue Nationale 59000 Lille", "type": "housenumber", "score": 0.97, "housenumber": "8",
        "street": "Rue Nationale", "city": "Lille", "citycode": "59350", "postcode": postcode,
    }  # fmt: skip
    return _features(lat, lon, told | raw)


def photon(lat: float = LAT, lon: float = LON, postcode: str = "1030", **raw: Any) -> dict[str, Any]:
    """GeoJSON, without a score."""
    told = {
        "osm_type": "W", "osm_key": "building", "type": "house", "housenumber": "12", "postcode": postcode,
        "street": "Rue Josaphat - Josaphatstraat", "city": "Schaerbeek - Schaarbeek", "countrycode": "BE",
    }  # fmt: skip
    return _features(lat, lon, told | raw)


def pelias(lat: float = LAT, lon: float = LON, postcode: str = "1030", **raw: Any) -> dict[str, Any]:
    """GeoJSON, with layer and confidence."""
    told = {
        "layer": "address", "confidence": 1, "match_type": "exact", "accuracy": "point", "country_a": "BEL",
        "name": "Rue Josaphat 12", "street": "Rue Josaphat", "housenumber": "12", "postalcode": postcode,
        "locality": "Schaerbeek",
    }  # fmt: skip
    return _features(lat, lon, told | raw)


def here(
    lat: float = LAT, lon: float = LON, postcode: str = "1030", country: str = "BEL", **raw: Any
) -> dict[str, Any]:
    """Items of the geocoding and search API v7."""
    address = {
        "countryCode": country, "city": "Schaerbeek", "street": "Rue Josaphat", "houseNumber": "12",
        "postalCode": postcode,
    }  # fmt: skip
    told = {
        "title": "Rue Josaphat 12, 1030 Schaerbeek, Belgique", "resultType": "houseNumber",
        "houseNumberType": "PA", "address": address, "position": {"lat": lat, "lng": lon},
        "scoring": {"queryScore": 1.0, "fieldScore": {"streets": [1.0]}},
    }  # fmt: skip
    return {"items": [told | raw]}


def opencage(lat: float = LAT, lon: float = LON, postcode: str = "1030", **raw: Any) -> dict[str, Any]:
    """Results with components, and a status of its own."""
    components = {
        "_type": "building", "house_number": "12", "road": "Rue Josaphat", "city": "Schaerbeek",
        "postcode": postcode, "country_code": "be",
    }  # fmt: skip
    told = {
        "components": components, "confidence": 10, "formatted": "Rue Josaphat 12, 1030 Schaerbeek, Belgium",
        "geometry": {"lat": lat, "lng": lon},
    }  # fmt: skip
    return {"results": [told | raw], "status": {"code": 200, "message": "OK"}, "total_results": 1}


EMPTY: dict[str, Any] = {
    "nominatim": [],
    "ban": {"type": "FeatureCollection", "features": []},
    "photon": {"type": "FeatureCollection", "features": []},
    "pelias": {"type": "FeatureCollection", "features": []},
    "here": {"items": []},
    "opencage": {"results": [], "status": {"code": 200, "message": "OK"}, "total_results": 0},
}
FORMATS: dict[str, Callable[..., Any]] = {
    "nominatim": nominatim, "ban": ban, "photon": photon, "pelias": pelias, "here": here,
    "opencage": opencage,
}  # fmt: skip
