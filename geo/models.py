"""Places in the database: what every row with an address carries, and the answers geocoders gave."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from geo.municipalities import find
from geo.points import Place, Point, rounded
from geo.postcodes import lookup, place_label

ON_EARTH = Q(lat__range=(-90, 90)) & Q(lon__range=(-180, 180))
NOWHERE = Q(lat__isnull=True, lon__isnull=True)
# A comparison with null is neither true nor false, and a constraint lets that pass.
SOMEWHERE = Q(lat__isnull=False, lon__isnull=False) & ON_EARTH


class Precision(models.TextChoices):
    """How exact a point is."""

    HOUSE = "house", _("house")
    STREET = "street", _("street")
    POSTCODE = "postcode", _("postcode")
    MUNICIPALITY = "municipality", _("municipality")


class Located(models.Model):
    """One row that lies somewhere: a postcode from the start, a point once the map room has seen it.

    A model with a Meta of its own inherits this one's (`class Meta(Located.Meta)`), for its constraint.
    """

    country = models.CharField(_("country"), max_length=2, default="BE")
    postcode = models.CharField(_("postcode"), max_length=10)
    # the name that was chosen where the postcode has several; see geo/municipalities.py
    municipality = models.CharField(_("municipality"), max_length=120, blank=True)
    lat = models.FloatField(_("latitude"), null=True, blank=True, editable=False)
    lon = models.FloatField(_("longitude"), null=True, blank=True, editable=False)
    precision = models.CharField(
        _("precision"), max_length=12, choices=Precision.choices, blank=True, editable=False
    )
    source = models.CharField(_("source of the point"), max_length=20, blank=True, editable=False)
    located_at = models.DateTimeField(_("located at"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.CheckConstraint, ...]] = (
            models.CheckConstraint(
                condition=(NOWHERE & Q(located_at__isnull=True)) | (SOMEWHERE & Q(located_at__isnull=False)),
                name="%(app_label)s_%(class)s_located",
            ),
        )

    @property
    def point(self) -> Point | None:
        """Where it lies; None until the map room has seen it."""
        if self.lat is None or self.lon is None:
            return None
        return Point(self.lat, self.lon)

    def place_at(self, place: Place, now: datetime) -> None:
        """Set the fields of the point, rounded so that they find no door; does not save."""
        self.lat, self.lon = rounded(place.point)
        self.precision = place.precision
        self.source = place.source
        self.located_at = now

    def forget_place(self) -> None:
        """Take the point away again; does not save. The postcode stays for the counts."""
        self.lat = self.lon = self.located_at = None
        self.precision = self.source = ""

    def municipality_label(self, language: str) -> str:
        """As much of the address as anybody may see: "1030 Schaerbeek"."""
        postcode = lookup(self.country, self.postcode)
        chosen = find(postcode, self.municipality) if postcode and self.municipality else None
        if chosen is None:
            return place_label(self.country, self.postcode, language)
        return f"{self.postcode} {chosen.name(language)}"


class KnownAddress(models.Model):
    """One answer of a geocoder, kept so that it is asked once; without a point: it knew no such address.

    The key is a keyed hash of the address, so that no address stands in the table.
    """

    key = models.CharField(max_length=64, unique=True)
    lat = models.FloatField(_("latitude"), null=True)
    lon = models.FloatField(_("longitude"), null=True)
    precision = models.CharField(_("precision"), max_length=12, choices=Precision.choices, blank=True)
    source = models.CharField(_("source of the point"), max_length=20)
    answered_at = models.DateTimeField(_("answered at"))

    class Meta:
        verbose_name = _("known address")
        verbose_name_plural = _("known addresses")
        constraints = (models.CheckConstraint(condition=NOWHERE | SOMEWHERE, name="geo_knownaddress_point"),)

    def __str__(self) -> str:
        return f"{self.source} {self.key[:8]}"

    @property
    def place(self) -> Place | None:
        """The answer as the geocoder gave it; None if it knew no such address."""
        if self.lat is None or self.lon is None:
            return None
        return Place(Point(self.lat, self.lon), self.precision, self.source)
