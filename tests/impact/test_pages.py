"""The window's pages and files: they ask their own rows only, say the same, and hide what must be hidden."""

import csv
import gzip
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from catalogue.kinds import OFFERS
from impact import files
from impact.measures import MEASURES
from impact.models import Coverage, Published
from impact.picture import Week
from tests import cast, staff
from tests.house.impact_scenes import SUNDAY, figures, lacks, office
from tests.house.visitor import Visitor

pytestmark = pytest.mark.django_db
FILES = ("/impact.json", "/impact.csv")


def pages() -> list[str]:
    """The window's public addresses in French."""
    return [Visitor("fr").path("impact:impact"), Visitor("fr").path("impact:wanted"), *FILES]


def asked(client: Client, path: str) -> list[str]:
    """The statements that opening this address costs."""
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(path).status_code == 200
    return [each["sql"] for each in seen]


def test_a_page_asks_two_rows_of_the_window_and_no_other_table() -> None:
    for week in range(9):
        figures(1000 * (week + 1), SUNDAY - timedelta(weeks=8 - week))
    lacks()
    cast.help_request()

    for path in [*pages(), Visitor("fr").path("home")]:
        statements = asked(Client(), path)
        tables = {table for sql in statements for table in re.findall(r'FROM "(\w+)"', sql)}
        assert 1 <= len(statements) <= 2, (path, statements)
        assert tables <= {"impact_published", "impact_coverage"}
        assert not [sql for sql in statements if "COUNT(" in sql.upper()]


def test_before_the_first_night_pages_say_so_and_the_first_page_says_nothing() -> None:
    visitor = Visitor("fr")

    assert "Les premiers chiffres arrivent demain" in visitor.client.get(pages()[0]).content.decode()
    assert Client().get("/impact.json").json() == {"totals": None}
    assert Client().get("/impact.csv").content == b""
    assert "volunteers today" not in Client().get("/en/").content.decode()


def test_the_first_page_has_three_figures_and_the_way_to_all() -> None:
    row = figures(8000)
    shown = Client().get("/fr/").content.decode()

    numbers = [f"<b>{thousands}\xa0{rest}</b>" for thousands, rest in ((8, "000"), (7, "996"), (7, "995"))]
    assert [each for each in numbers if each not in shown] == []
    assert shown.count(pages()[0]) == 2  # and in the footer
    Published.objects.filter(pk=row.pk).update(totals=row.totals | {"calls": 0})
    assert "appels reçus" not in Client().get("/fr/").content.decode()


def test_what_is_too_small_is_told_in_words() -> None:
    row = figures()
    Published.objects.filter(pk=row.pk).update(totals=dict.fromkeys(row.totals, 0))
    shown = Client().get("/en/impact/").content.decode()

    assert "few or none" in shown
    assert "There are too few requests yet to say." in shown
    assert "%" not in re.sub(r'"[^"]*"', "", shown)


def test_each_figure_has_its_meaning_and_its_day() -> None:
    figures()
    shown = Client().get("/en/impact/").content.decode()

    assert [
        each.code
        for each in MEASURES
        if str(each.meaning) not in shown and each.code not in ("left", "tasks", "told")
    ] == []
    assert "22 November 2026" in shown
    assert "Half of all people who found a volunteer had waited 95 minutes at most." in shown
    assert "Nine of ten had waited 29 hours at most." in shown


def test_every_drawing_has_a_table_with_its_numbers() -> None:
    figures(1230, SUNDAY - timedelta(weeks=1))
    figures(2460, SUNDAY)
    shown = Client().get("/en/impact/").content.decode()
    bars = [int(each) for each in re.findall(r"<text[^>]*>(\d+)</text>", shown)]
    tables = re.findall(r"<table.*?</table>", shown, re.DOTALL)

    assert len(bars) == 4
    assert all(f"<td>{number}</td>" in tables[0] for number in bars)
    titles = dict(re.findall(r"<title>([^<:]+): ([\d,]+)</title>", shown))
    assert len(titles) > 90
    rows = dict(re.findall(r'<th scope="row"><small>([^<]+)</small></th><td>(\d+)</td>', tables[-1]))
    assert {name: number.replace(",", "") for name, number in titles.items()} == rows


def test_the_files_say_what_the_page_says() -> None:
    figures(1230, SUNDAY - timedelta(weeks=1))
    row = figures(2460, SUNDAY)
    told = Client().get("/impact.json").json()
    table = list(csv.DictReader(io.StringIO(Client().get("/impact.csv").content.decode())))

    assert set(told) == {
        "service", "until", "computed", "rounded_to", "definitions", "totals", "derived", "weeks", "areas",
    }  # fmt: skip
    assert (told["until"], told["rounded_to"], told["totals"]) == ("2026-11-22", 5, row.totals)
    assert set(row.totals) == {each.code for each in MEASURES}
    assert set(told["definitions"]) == set(row.totals) | set(told["derived"]), "each figure says what it is"
    assert [week["requests"] for week in told["weeks"]] == [1228, 1230]
    assert told["weeks"][-1]["from"] == "2026-11-16"
    assert told["derived"]["percent_of_requests_matched"] == 100
    assert list(table[0]) == ["figure", "from", "to", "area", "name", "number", "computed", "definition"]
    wholes = [line for line in table if not line["from"] and not line["area"]]
    in_all = {line["figure"]: float(line["number"]) for line in wholes}
    assert in_all == row.totals | {
        code: number for code, number in told["derived"].items() if number is not None
    }
    assert all(line["definition"] == told["definitions"][line["figure"]] for line in wholes)
    assert {line["computed"] for line in table} == {told["computed"]}
    in_weeks = [int(line["number"]) for line in table if line["from"] and line["figure"] == "requests"]
    assert in_weeks == [1228, 1230]
    ghent = [line for line in table if line["name"] == "Gent" and line["figure"] == "volunteers"]
    assert [int(line["number"]) for line in ghent] == [row.areas["volunteers"]["gent"]]


@pytest.mark.parametrize("name", ["=1+1", "+32", "-2", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_spreadsheet_runs_the_name_of_a_place(name: str, settings: Any) -> None:
    settings.COUNTRY = "FR"
    row = Published(day=SUNDAY, made_at=timezone.now(), totals={}, areas={"volunteers": {name: 5}}, facts={})

    table = files.as_table(row, [Week(SUNDAY, {"calls": 5})])

    cells = [cell for line in csv.reader(io.StringIO(table, newline="")) for cell in line]
    assert f"'{name}" in cells
    assert [cell for cell in cells if cell.startswith(files.FORMULA)] == []


def test_a_country_without_a_drawing_has_its_tables(settings: Any) -> None:
    row = figures()
    Published.objects.filter(pk=row.pk).update(areas={"volunteers": {"Lille": 35, "": 5}})
    settings.COUNTRY = "FR"

    shown = Client().get("/en/impact/").content.decode()

    assert 'id="few"' not in shown
    assert re.findall(r'<th scope="row"><small>(\w+)</small></th><td>(\d+)</td>', shown) == [
        ("Lille", "35"),
        ("elsewhere", "5"),
    ]


def test_everybody_sees_names_and_only_the_team_sees_numbers() -> None:
    lacks()
    for_all = Client().get("/en/neighbours-wanted/").content.decode()
    main = for_all.partition("<h1>")[2].partition("</main>")[0]
    with translation.override("en"):
        page = reverse("callcentre:coverage")

    assert "And 20 places more." in main
    places = re.sub(r"<p.*?</p>|<[^>]*>|And 20", "", main, flags=re.DOTALL)
    assert re.findall(r"\d+", places) == []
    assert main.count("<li>") == 60, "the rest can be opened"
    assert Client().get(page).status_code == 302
    assert staff.browser_of(staff.member("operator")).get(page).status_code == 403
    shown = office().get(page).content.decode()
    assert shown.count("<td>3</td>") == 60 * 4
    assert len(re.findall(r'<th scope="row">', shown)) == 60


def test_everybody_reads_for_what_neighbours_are_missing_and_when_it_was_seen() -> None:
    Coverage.objects.create(
        made_at=timezone.now(), wanted=10, places=[
            [["6700"], {"errand": 2}], [["9000"], {"groceries": 0}],
            [["4780"], {offer.code: 1 for offer in OFFERS}],
        ],
    )  # fmt: skip
    main = Client().get("/en/neighbours-wanted/").content.decode().partition("<main")[2]

    groups = re.findall(r"<h2>(.*?)</h2>\s*<ul[^>]*>(.*?)</ul>", main, re.DOTALL)
    with translation.override("en"):
        labels = {offer.code: str(offer.label) for offer in OFFERS}
    assert [offers for offers, _names in groups] == [
        "All kinds of help",
        *sorted((labels["errand"], labels["groceries"])),
    ]
    assert "Sankt Vith" in groups[0][1]
    assert {offers: "Arlon" in names for offers, names in groups[1:]} == {
        labels["errand"]: True, labels["groceries"]: False,
    }  # fmt: skip
    assert "Seen on" in main


def test_a_country_where_all_is_missing_is_still_a_small_page() -> None:
    lacks(600)
    page = Client(headers={"Accept-Encoding": "gzip"}).get("/fr/voisins-recherches/", follow=True)

    assert page.status_code == 200
    assert len(gzip.compress(page.content)) <= 12_500
