"""What the office needs to find places by hand: lists of them, and the form that puts one on the map."""

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catalogue.forms import PlainForm
from geo import nearby
from geo.geocoding import said
from geo.models import ROUGH_POINT, Located, Precision
from geo.points import Place
from geo.postcodes import Postcode, place_label
from office.confirming import asks_first

BY_HAND = "office"


class PlaceFilter(admin.SimpleListFilter):
    """The queue of places that nobody knows, and those that are known only roughly."""

    title = _("place")
    parameter_name = "place"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("not_found", _("not found: look by hand")), ("rough", _("only roughly known"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The queue is what `not_found` of the model's own manager says."""
        if self.value() == "not_found":
            waiting = queryset.model._default_manager.not_found()
            return queryset.filter(pk__in=waiting.values("pk"))
        return queryset.filter(ROUGH_POINT) if self.value() == "rough" else queryset


@admin.action(description=_("Look the place up again"), permissions=["change"])
@asks_first(_("The map services are asked once more, within the next minutes."))
def look_again(model_admin: Any, request: HttpRequest, queryset: QuerySet[Any]) -> None:
    """The clock asks the geocoders once more: after a change of their settings, or a longer table."""
    queryset.exclude(looked_at__isnull=True).update(look_again_at=timezone.now())
    messages.success(request, _("Looked up within the next minutes."))


def label(postcode: Postcode) -> str:
    """ "1030 Schaerbeek", in the language of the office."""
    return place_label(postcode.country, postcode.code, get_language() or settings.LANGUAGE_CODE)


class PutForm(PlainForm):
    """Where to put an address that nobody knows: at the point of a postcode that we do know."""

    near = forms.CharField(
        label=_("Known postcode or town nearby"),
        max_length=60,
        help_text=_("Like 1030, Schaerbeek, or FR 59000."),
        error_messages={"required": _("Write a postcode or a town.")},
    )

    def __init__(self, *args: Any, country: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.countries = (country, settings.COUNTRY)

    def clean_near(self) -> Postcode:
        """The one postcode that is meant."""
        found = nearby.meant(self.cleaned_data["near"], *self.countries)
        if not found:
            raise forms.ValidationError(_("We do not know this place. Try a larger town nearby."))
        if len(found) > 1:
            names = ", ".join(label(each) for each in found[:12])
            message = _("There are several: %(names)s. Write the number.")
            raise forms.ValidationError(message, params={"names": names})
        return found[0]

    @property
    def place(self) -> Place:
        """The point, known to lie only somewhere around."""
        return Place(self.cleaned_data["near"].point, Precision.MUNICIPALITY, BY_HAND)


def put_form(request: HttpRequest, row: Located) -> tuple[PutForm, bool]:
    """The form, bound if this is its POST; and whether it is good."""
    is_sent = request.method == "POST" and "near" in request.POST
    form = PutForm(request.POST if is_sent else None, country=row.country)
    return form, is_sent and form.is_valid()


def by_hand(row: Any, put: PutForm, now: datetime) -> dict[str, Any]:
    """What the page about a place needs: what was said of it, postcodes like its own, the form."""
    return {
        "said": said(row.country, row.postcode, row.street, now=now),
        "like": [(each.code, label(each)) for each in nearby.like(row.country, row.postcode)],
        "put": put,
    }
