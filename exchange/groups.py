"""A group of volunteers by where, what and which languages: the same words for files and for letters."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue import kinds, languages
from catalogue.forms import PlainForm
from exchange.headings import folded
from geo.municipalities import names
from geo.postcodes import Postcode, all_postcodes
from privacy.cleaning import LineField
from volunteers.models import Status, Volunteer

Group = dict[str, Any]  # as JSON: area (what was written), kinds, languages, language; all may be empty


def area(text: str) -> list[str]:
    """The postcodes that are meant by "1000-1090, 1180, Namur"; ValueError with what nobody knows."""
    table = all_postcodes(settings.COUNTRY)
    found: list[str] = []
    for part in filter(None, (each.strip() for each in text.replace(";", ",").split(","))):
        codes = [each.code for each in table if _is_meant(each, part)]
        if not codes:
            raise ValueError(part)
        found += codes
    return list(dict.fromkeys(found))


def _is_meant(postcode: Postcode, part: str) -> bool:
    low, dash, high = (each.strip() for each in part.partition("-"))
    if dash and low.isdigit() and high.isdigit():
        return low <= postcode.code <= high and len(low) == len(high) == len(postcode.code)
    if part.isdigit():
        return postcode.code == part
    wanted = folded(part)
    return any(folded(name) == wanted for each in postcode.municipalities for name in names(each))


class GroupForm(PlainForm):
    """Whom; an empty field means everybody."""

    area = LineField(
        label=_("Where?"), required=False, max_length=300,
        help_text=_("Postcodes or municipalities with commas, like 1000-1090, Namur. Empty: everywhere."),
    )  # fmt: skip
    kinds = forms.MultipleChoiceField(
        label=_("Who offers"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(offer.code, offer.label) for offer in kinds.OFFERS],
        help_text=_("One of these. None ticked: all."),
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label=_("Who speaks"), required=False, widget=forms.CheckboxSelectMultiple, choices=languages.CHOICES,
        help_text=_("One of these. None ticked: all."),
    )  # fmt: skip

    def clean_area(self) -> str:
        """Only places that there are."""
        text: str = self.cleaned_data["area"]
        try:
            area(text)
        except ValueError as error:
            message = gettext("We do not know “%(name)s”. Write a postcode or a municipality.")
            raise ValidationError(message % {"name": error}, code="place") from error
        return text

    def group(self) -> Group:
        """What was chosen, as a row keeps it."""
        return {name: self.cleaned_data[name] for name in ("area", "kinds", "languages")}


def within(rows: QuerySet[Volunteer], group: Group) -> QuerySet[Volunteer]:
    """Those of these volunteers who are in the group, each once."""
    if group["area"]:
        rows = rows.filter(country=settings.COUNTRY, postcode__in=area(group["area"]))
    if group["kinds"]:
        mask = kinds.mask(group["kinds"])
        rows = rows.alias(offered=F("kinds").bitand(mask)).filter(offered__gt=0)
    if group["languages"]:
        spoken = Q()
        for code in group["languages"]:
            spoken |= Q(spoken__contains=f'"{code}"')
        rows = rows.alias(spoken=Cast("languages", TextField())).filter(spoken)
    return rows


def in_words(group: Group) -> str:
    """The group as a sentence for those who decide about it."""
    offered = [str(each.label) for each in kinds.OFFERS if each.code in group["kinds"]]
    parts = (group["area"], ", ".join(offered), languages.names(group["languages"]))
    return " · ".join(filter(None, parts)) or gettext("everybody")


def here(status: str = Status.ACTIVE) -> QuerySet[Volunteer]:
    """Volunteers of this status who are not blocked."""
    return Volunteer.objects.filter(status=status, blocked_at__isnull=True)
