"""Which municipality: asked once where a postcode has two, kept with the row, and shown before it is sent."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from requests_app.models import HelpRequest
from tests import cast, staff
from tests.requests_app.conftest import Visitor, url

IXELLES = "Ixelles / Elsene"


@pytest.mark.parametrize(
    ("language", "question", "both"),
    [
        ("fr", "Quelle commune\u00a0?", "1050 Ixelles / Elsene"),
        ("nl", "Welke gemeente?", "1050 Elsene / Ixelles"),
        ("de", "Welche Gemeinde?", "1050 Ixelles / Elsene"),
    ],
)
def test_the_question_comes_back_with_everything_that_was_typed(
    visitor: Visitor, language: str, question: str, both: str
) -> None:
    with translation.override(language):
        visitor.answer("what")
        assert visitor.answer("where", postcode="1050").status_code == 200, "the same page again"
        page = visitor.client.get(url("where")).content.decode()
        assert question in page
        assert 'value="1050"' in page
        assert 'value="Rue du Canari 77"' in page

        assert visitor.answer("where", postcode="1050", municipality=IXELLES)["Location"] == url("who")
        assert both in visitor.client.get(url("who")).content.decode()
        visitor.answer("who")
        visitor.answer("list")
        check = visitor.client.get(url("check")).content.decode()
        assert f"Rue du Canari 77, {both}" in check
        visitor.answer("check")

    made = HelpRequest.objects.get()
    assert (made.postcode, made.municipality) == ("1050", IXELLES)
    assert (made.municipality_label("fr"), made.municipality_label("nl")) == ("1050 Ixelles", "1050 Elsene")


def test_back_shows_the_choice_and_another_postcode_ends_it(visitor: Visitor) -> None:
    visitor.answer("what")
    visitor.answer("where", postcode="1050", municipality=IXELLES)
    form: Any = visitor.client.get(url("where")).context["form"]
    assert form["municipality"].value() == IXELLES

    assert visitor.answer("where", postcode="1030", municipality=IXELLES)["Location"] == url("who")
    assert "1030 Schaerbeek" in visitor.client.get(url("who")).content.decode()
    assert "municipality" not in visitor.client.get(url("where")).context["form"].fields


def test_the_next_page_leads_back_to_a_place_that_is_wrong(visitor: Visitor) -> None:
    visitor.answer("what")
    visitor.answer("where", postcode="1300")
    page = visitor.client.get(url("who")).content.decode()

    assert "1300 Wavre" in page
    assert f'href="{url("where")}"' in page


@pytest.fixture
def office(visitor: Visitor) -> Visitor:
    staff.log_in(visitor.client, staff.member("administrator"))
    return visitor


def test_the_office_corrects_the_municipality_too(office: Visitor) -> None:
    row = cast.help_request(municipality=IXELLES)
    page = reverse("admin:requests_app_helprequest_address", args=[row.pk])
    office.client.post(reverse("admin:requests_app_helprequest_show", args=[row.pk]))
    shown = office.client.get(page).content.decode()
    assert 'value="Ixelles / Elsene"' in shown
    assert "1050 Ixelles / Elsene" in shown

    asked = office.client.post(page, {"postcode": "1040", "street": "Rue Gray 1"}).content.decode()
    assert 'value="Etterbeek"' in asked
    row.refresh_from_db()
    assert row.municipality == IXELLES
    office.client.post(page, {"postcode": "1040", "street": "Rue Gray 1", "municipality": "Etterbeek"})

    row.refresh_from_db()
    assert (row.postcode, row.street, row.municipality) == ("1040", "Rue Gray 1", "Etterbeek")
    assert row.municipality_label("nl") == "1040 Etterbeek"


@pytest.mark.parametrize("gone", ["", "Somewhere / Ergens"])
def test_a_name_that_the_table_has_no_more_leaves_all_names_of_the_postcode(gone: str) -> None:
    assert (
        HelpRequest(postcode="1050", municipality=gone).municipality_label("fr") == "1050 Bruxelles / Ixelles"
    )
    assert HelpRequest(postcode="0000", municipality=gone).municipality_label("fr") == "0000"


def test_the_offices_lists_name_the_place_that_was_chosen(office: Visitor) -> None:
    row, volunteer = cast.help_request(municipality=IXELLES), cast.volunteer(postcode="1030")
    with translation.override("nl"):
        for each, place in ((row, "1050 Elsene"), (volunteer, "1030 Schaarbeek")):
            name = f"admin:{each._meta.app_label}_{each._meta.model_name}"
            pages = (reverse(f"{name}_changelist"), reverse(f"{name}_change", args=[each.pk]))
            for page in pages:
                assert place in office.client.get(page, headers={"accept-language": "nl"}).content.decode()
