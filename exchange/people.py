"""Volunteers as the lines of a file: columns as in the file that comes in, and no cell that computes."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from import_export import fields, resources

from catalogue import languages
from exchange import cells
from exchange.headings import COLUMNS
from volunteers.models import Volunteer

MORE = {"status": _("Status"), "registered_at": _("registered")}


class People(resources.ModelResource):
    """One line for each volunteer."""

    kinds, languages, municipality = fields.Field(), fields.Field(), fields.Field()

    class Meta:
        model = Volunteer
        fields = (*COLUMNS, *MORE)
        export_order = fields

    def dehydrate_phone(self, row: Volunteer) -> str:
        """As text that is also a number."""
        return cells.phone(row.phone)

    def dehydrate_kinds(self, row: Volunteer) -> str:
        """Offers in words, so that the file can come in again."""
        return cells.outgoing(", ".join(str(each.label) for each in row.offers))

    def dehydrate_languages(self, row: Volunteer) -> str:
        """Languages in their own words."""
        return cells.outgoing(row.languages_label)

    def dehydrate_language(self, row: Volunteer) -> str:
        """The language of the letters."""
        return languages.names([row.language])

    def dehydrate_municipality(self, row: Volunteer) -> str:
        """Its name alone; the postcode has its own column."""
        return row.municipality_label(get_language() or row.language).removeprefix(row.postcode).strip()

    def dehydrate_status(self, row: Volunteer) -> str:
        """Where he stands, in words."""
        return str(row.get_status_display())

    def dehydrate_registered_at(self, row: Volunteer) -> str:
        """The day."""
        return f"{timezone.localtime(row.registered_at):%Y-%m-%d}"

    def get_export_headers(self, selected_fields: Any = None) -> list[str]:
        """As in the template, in the reader's language."""
        return [str((COLUMNS | MORE)[name]) for name in self._meta.export_order]

    def export_field(self, field: Any, instance: Volunteer, **kwargs: Any) -> str:
        """Every value passes the one door by which cells leave; what has passed it is not marked twice."""
        value = super().export_field(field, instance, **kwargs)
        return str(value or "") if _passed(field.column_name) else cells.outgoing(value or "")


def _passed(name: str) -> bool:
    return name in ("phone", "kinds", "languages")


def lines(rows: QuerySet[Volunteer]) -> tuple[list[str], list[list[str]]]:
    """Headings and rows of the file."""
    table = People().export(rows)
    return list(table.headers or []), [list(row) for row in table]
