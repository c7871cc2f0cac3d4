"""Places in the database: what every row with an address carries, and the answers geocoders gave."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from geo.municipalities import find
from geo.points import Finding, Place, Point, distance_km, rounded
from geo.postcodes import lookup, place_label

ON_EARTH = Q(lat__range=(-90, 90)) & Q(lon__range=(-180, 180))
NOWHERE = Q(lat__isnull=True, lon__isnull=True)
# A comparison with null is neither true nor false, and a constraint lets that pass.
SOMEWHERE = Q(lat__isnull=False, lon__isnull=False) & ON_EARTH
# The map room has looked, and nobody knows the place: a person must.
NOT_FOUND = Q(located_at__isnull=True, looked_at__isnull=False)
ROUGH_POINT = Q(located_at__isnull=False, precision__in=("postcode", "municipality"))
# When geocoders fail: each later try waits longer, the last one again and again.
BACK_OFF = (timedelta(hours=1), timedelta(hours=6), timedelta(days=1), timedelta(weeks=1))


def look_due(now: datetime) -> Q:
    """Rows without a point at which the map room has never looked, or should look again."""
    return Q(located_at__isnull=True) & (Q(looked_at__isnull=True) | Q(look_again_at__lte=now))


def finer_due(now: datetime) -> Q:
    """Rows with a rough point, for which a finer one may be had by now: what comes late comes by this."""
    return Q(located_at__isnull=False, look_again_at__lte=now)


class Precision(models.TextChoices):
    """How exact a point is."""

    HOUSE = "house", _("house")
    STREET = "street", _("street")
    POSTCODE = "postcode", _("postcode")
    MUNICIPALITY = "municipality", _("municipality")

    @property
    def rank(self) -> int:
        """0 is the most exact."""
        return list(Precision).index(self)


FINE = (Precision.HOUSE, Precision.STREET)


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
    looked_at = models.DateTimeField(_("last looked up"), null=True, blank=True, editable=False)
    look_again_at = models.DateTimeField(
        _("looked up again"), null=True, blank=True, editable=False, db_index=True
    )
    failed_looks = models.PositiveSmallIntegerField(
        default=0, editable=False, help_text="times in a row that geocoders have failed"
    )

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

    @property
    def is_nowhere(self) -> bool:
        """Whether nobody knows where it lies, so that a person must say; false until somebody has looked."""
        return self.located_at is None and self.looked_at is not None

    def place_at(self, place: Place, now: datetime) -> None:
        """Set the fields of the point, rounded so that they find no door; does not save."""
        self.lat, self.lon = rounded(place.point)
        self.precision = place.precision
        self.source = place.source
        self.located_at = now

    def take_finding(self, finding: Finding, now: datetime) -> bool:
        """Note what the map room has found for this address; whether the point is another one. Does not save.

        A rougher answer never takes the place of a finer one.
        """
        if finding.place or not finding.waits:
            self.looked_at = now
        self.look_again_at = finding.again_at
        self.failed_looks = self.failed_looks + 1 if finding.failed else 0
        if finding.failed:
            self.look_again_at = now + BACK_OFF[min(self.failed_looks, len(BACK_OFF)) - 1]
        place = finding.place
        if place is None or self._is_finer_than(place) or self._is_at(place):
            return False
        self.place_at(place, now)
        return True

    def _is_finer_than(self, place: Place) -> bool:
        return bool(self.precision) and Precision(self.precision).rank < Precision(place.precision).rank

    def _is_at(self, place: Place) -> bool:
        there = (rounded(place.point), place.precision, place.source)
        return there == (self.point, self.precision, self.source)

    def put_at(self, place: Place, now: datetime) -> None:
        """Lie where a person says; nobody looks it up again. Does not save."""
        self.place_at(place, now)
        self.looked_at, self.look_again_at, self.failed_looks = now, None, 0

    @property
    def points(self) -> tuple[Point, ...]:
        """Everywhere it may be reached from; one point mostly, none until the map room has seen it."""
        return () if self.point is None else (self.point,)

    def km_to(self, other: "Located") -> float | None:
        """Kilometres to another, from point to nearest point; None where one of the two has none."""
        return min((distance_km(here, there) for here in self.points for there in other.points), default=None)

    def forget_place(self) -> None:
        """Take the point away, as if nobody had looked; does not save. The postcode stays for the counts."""
        self.lat = self.lon = self.located_at = self.looked_at = self.look_again_at = None
        self.precision = self.source = ""
        self.failed_looks = 0

    def municipality_label(self, language: str) -> str:
        """As much of the address as anybody may see: "1030 Schaerbeek"."""
        postcode = lookup(self.country, self.postcode)
        chosen = find(postcode, self.municipality) if postcode and self.municipality else None
        if chosen is None:
            return place_label(self.country, self.postcode, language)
        return f"{self.postcode} {chosen.name(language)}"


# The columns that `take_finding`, `put_at` and `forget_place` write, for `update_fields`.
PLACE_FIELDS = (
    "lat", "lon", "precision", "source", "located_at", "looked_at", "look_again_at", "failed_looks",
)  # fmt: skip


class KnownAddress(models.Model):
    """What one geocoder answered about one address, kept so that it is asked once; without a point: nothing.

    The key is a keyed hash of the address, so that no address stands in the table.
    """

    key = models.CharField(max_length=64)
    lat = models.FloatField(_("latitude"), null=True)
    lon = models.FloatField(_("longitude"), null=True)
    precision = models.CharField(_("precision"), max_length=12, choices=Precision.choices, blank=True)
    source = models.CharField(_("source of the point"), max_length=20)
    score = models.FloatField(_("score"), null=True, help_text=_("the geocoder’s own, from 0 to 1"))
    agrees = models.BooleanField(
        _("same postcode"), null=True, help_text=_("whether it lies under the postcode that was asked for")
    )
    municipality = models.CharField(_("municipality"), max_length=80, blank=True)
    answered_at = models.DateTimeField(_("answered at"))

    class Meta:
        verbose_name = _("known address")
        verbose_name_plural = _("known addresses")
        constraints = (
            models.CheckConstraint(condition=NOWHERE | SOMEWHERE, name="geo_knownaddress_point"),
            models.UniqueConstraint(fields=["key", "source"], name="geo_knownaddress_one_each"),
        )

    def __str__(self) -> str:
        return f"{self.source} {self.key[:8]}"

    @property
    def place(self) -> Place | None:
        """The answer as the geocoder gave it; None if it knew no such address."""
        if self.lat is None or self.lon is None:
            return None
        return Place(Point(self.lat, self.lon), self.precision, self.source)
