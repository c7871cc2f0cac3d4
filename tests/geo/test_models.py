"""Rows that lie somewhere: all of the point or nothing of it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import isolate_apps

from geo.models import KnownAddress, Located, Precision
from geo.points import Place, Point

NOW = datetime(2026, 3, 18, 10, 0, tzinfo=UTC)
HOUSE = Place(Point(50.867604, 4.373712), Precision.HOUSE, "nominatim")


@pytest.fixture
def bench(transactional_db: None) -> Iterator[Any]:
    """A model of a thing that lies somewhere, with its table, unknown to the rest of the house."""
    with isolate_apps("geo"):

        class Bench(Located):
            class Meta(Located.Meta):
                app_label = "geo"
                abstract = False

        with connection.schema_editor() as editor:
            editor.create_model(Bench)
        yield Bench
        with connection.schema_editor() as editor:
            editor.delete_model(Bench)


def test_a_row_starts_with_a_postcode_and_no_point(bench: Any) -> None:
    row = bench.objects.create(postcode="1030")

    assert (row.country, row.point, row.located_at) == ("BE", None, None)
    assert row.municipality_label("nl") == "1030 Schaarbeek"


def test_a_placed_row_keeps_a_rounded_point_its_precision_and_who_said_so(bench: Any) -> None:
    row = bench(postcode="1030")
    row.place_at(HOUSE, NOW)
    assert not bench.objects.exists()

    row.save()
    row.refresh_from_db()

    assert row.point == Point(50.868, 4.374)
    assert (row.precision, row.source, row.located_at) == ("house", "nominatim", NOW)


@pytest.mark.parametrize(
    "fields",
    [
        {"lat": 50.8},
        {"lon": 4.3},
        {"lat": 50.8, "lon": 4.3},
        {"located_at": NOW},
        {"lat": 50.8, "located_at": NOW},
        {"lon": 4.3, "located_at": NOW},
        {"lat": 90.1, "lon": 4.3, "located_at": NOW},
        {"lat": 50.8, "lon": -180.1, "located_at": NOW},
    ],
)
def test_the_database_refuses_half_a_point_and_one_off_the_earth(bench: Any, fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match="geo_bench_located"), transaction.atomic():
        bench.objects.create(postcode="1030", **fields)


def test_the_constraint_of_every_located_model_has_its_own_name(bench: Any) -> None:
    names = [constraint.name for constraint in bench._meta.constraints]

    assert names == ["geo_bench_located"]
    assert issubclass(bench, models.Model)


def known(**fields: Any) -> KnownAddress:
    return KnownAddress.objects.create(**{"key": "a" * 64, "source": "ban", "answered_at": NOW} | fields)


@pytest.mark.django_db
def test_a_known_address_gives_its_place_back() -> None:
    answer = known(lat=50.868, lon=4.374, precision="street")

    assert answer.place == Place(Point(50.868, 4.374), "street", "ban")
    assert str(answer) == "ban aaaaaaaa"


@pytest.mark.django_db
def test_an_address_known_to_be_unknown_has_no_place() -> None:
    assert known().place is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields", [{"lat": 50.8}, {"lon": 4.3}, {"lat": 91, "lon": 4.3}, {"lat": 50.8, "lon": 181}]
)
def test_an_answer_has_a_whole_point_or_none(fields: dict[str, float]) -> None:
    with pytest.raises(IntegrityError, match="geo_knownaddress_point"), transaction.atomic():
        known(**fields)


@pytest.mark.django_db
def test_an_address_is_known_once() -> None:
    known()

    with pytest.raises(IntegrityError), transaction.atomic():
        known()
