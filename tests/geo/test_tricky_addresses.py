"""Two hundred and more ways to write where one lives, none of which may end in another town unnoticed.

Each row of tricky.csv goes through the real field and the real map room to a geocoder over HTTP
(tests/geo/gazetteer.py). It ends in the street, or at its postcode where only a homonym elsewhere is known;
or the person is asked; or told what is wrong.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from django.utils import translation

from geo import geocoding
from geo.forms import PlaceForm, PostcodeField
from geo.models import Precision
from geo.points import Place
from geo.postcodes import lookup
from geo.streets import Street, parse
from requests_app.models import HelpRequest
from tests.geo.answers import NOW
from tests.geo.gazetteer import ENTRIES, Gazetteer, rows

pytestmark = pytest.mark.django_db
FINE = (Precision.HOUSE, Precision.STREET)
ROWS = list(rows("tricky.csv"))
Locate = Callable[[str, str, str], Place | None]


class Asking(NamedTuple):
    """The product with its geocoders, and who they are."""

    locate: Locate
    gazetteer: Gazetteer


@pytest.fixture
def asking(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Asking]:
    """The one place that knows how the product is told of its geocoders."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with Gazetteer() as gazetteer:
        options = {"url": f"http://{gazetteer.domain}", "key": "", "rate": 1000}
        settings.GEOCODERS = "BE=nominatim;FR=ban"
        settings.GEOCODER_OPTIONS = {"nominatim": options, "ban": options}
        settings.GEOCODER_USER_AGENT = "covidsol (test)"

        def locate(country: str, postcode: str, street: str) -> Place | None:
            return geocoding.locate(country, postcode, street, now=NOW).place

        yield Asking(locate, gazetteer)


@pytest.fixture
def credulous(monkeypatch: pytest.MonkeyPatch) -> None:
    """The product without its rule: the first answer is believed, wherever it lies."""
    believed = geocoding.Verdict.TAKEN
    monkeypatch.setattr(geocoding, "judge", lambda answer, *_rule: believed if answer.place else None)


class Door(PlaceForm):
    """A form as the house has them."""

    postcode = PostcodeField(label="Postcode")


class End(NamedTuple):
    """Where a row has ended: `outcome` as in the table, and the place or the words."""

    outcome: str
    place: str
    found_in: str


def end(row: dict[str, str], locate: Locate, settings: Any) -> End:
    """Type it in, send it, look it up."""
    settings.COUNTRY = row["country"]
    with translation.override("en"):
        form = Door({"postcode": row["postcode"]})
        form.full_clean()
    if "postcode" in form.errors:
        return End("refused", " ".join(str(each) for each in form.errors["postcode"]), "")
    if "municipality" in form.errors:
        choices: Any = form.fields["municipality"]
        return End("asked", "|".join(value for value, _text in choices.choices), "")
    row_of = HelpRequest(country=row["country"], **form.cleaned_data)
    found = locate(row["country"], row_of.postcode, row["street"])
    assert found
    if found.precision not in FINE:
        known = lookup(row["country"], row_of.postcode)
        assert known
        assert found.point == known.point
        return End("postcode", row_of.municipality_label("fr"), "")
    (entry,) = (each for each in ENTRIES if each.point == found.point)
    return End("street", row_of.municipality_label("fr"), f"{entry.postcode} {entry.municipality}")


def is_wrong(row: dict[str, str], ended: End) -> bool:
    """Whether nobody is asked and it is another town, in the words shown or in the point."""
    if ended.outcome in ("asked", "refused"):
        return False
    code = ended.place.partition(" ")[0]
    elsewhere = ended.found_in and not (
        ended.found_in.startswith(f"{code} ") and row["place"] in ended.found_in
    )
    return bool(elsewhere) or row["place"] not in ended.place


def test_the_table_is_long_and_each_row_is_another() -> None:
    typed = [(row["country"], row["street"], row["postcode"]) for row in ROWS]

    assert len(typed) > 250
    assert len(set(typed)) == len(typed)
    outcomes = [row["outcome"] for row in ROWS]
    assert min(outcomes.count(each) for each in ("street", "postcode", "asked", "refused")) > 10


def test_every_street_line_is_read_as_a_person_reads_it() -> None:
    wrong = [
        (row["street"], parse(row["street"]))
        for row in ROWS
        if parse(row["street"]) != Street(row["name"], row["number"], row["box"])
    ]

    assert wrong == []


def test_every_row_ends_where_it_should(asking: Asking, settings: Any) -> None:
    wrong = []
    for row in ROWS:
        ended = end(row, asking.locate, settings)
        if ended.outcome != row["outcome"] or row["place"] not in ended.place or is_wrong(row, ended):
            wrong.append((row["street"], row["postcode"], row["outcome"], row["place"], ended))

    assert not wrong, "\n".join(map(str, wrong))


def test_no_row_ends_in_another_town_without_a_word(asking: Asking, settings: Any) -> None:
    assert [row for row in ROWS if is_wrong(row, end(row, asking.locate, settings))] == []


def test_without_the_rule_rows_would_end_in_other_towns(
    asking: Asking, credulous: None, settings: Any
) -> None:
    wrong = [row for row in ROWS if is_wrong(row, end(row, asking.locate, settings))]

    assert len(wrong) > 20


def test_the_geocoder_is_told_no_box_no_floor_and_no_name(asking: Asking, settings: Any) -> None:
    for row in ROWS:
        end(row, asking.locate, settings)

    told = " ".join(asking.gazetteer.told)
    assert len(asking.gazetteer.told) > 100
    for word in ("Peeters", "Martin", "chez", "bte", "bus", "étage", "Bât", "CEDEX", "Résidence", "app"):
        assert f" {word} ".casefold() not in f" {told} ".casefold(), word
