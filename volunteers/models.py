"""Volunteers, and the rows that make the search for them fast."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue import languages as spoken
from catalogue.kinds import Offer, offers_in
from geo.models import NOT_FOUND, Located, finer_due, look_due
from geo.points import Point
from letters.models import Suppression
from privacy import tokens
from privacy.fields import BlindIndexField, EncryptedTextField
from volunteers.trace_rows import Return, Trace

__all__ = ["Reach", "Return", "Status", "Trace", "Volunteer", "VolunteerQuerySet"]

TRAVEL_KM = (1, 3, 5, 10, 20)
USUAL_TRAVEL_KM = 5
LETTERS_PER_WEEK = (1, 3, 7)
USUAL_LETTERS_PER_WEEK = 3


class Status(models.TextChoices):
    """Where a volunteer stands with us."""

    UNCONFIRMED = "unconfirmed", _("address not confirmed")
    ACTIVE = "active", _("helps")
    LEFT = "left", _("has left")


class VolunteerQuerySet(models.QuerySet["Volunteer"]):
    """Questions about many volunteers."""

    def available(self, now: datetime) -> "VolunteerQuerySet":
        """Confirmed, not blocked or held back, not paused at this moment."""
        free = {"blocked_at__isnull": True, "held_back_at__isnull": True, "undeliverable_at__isnull": True}
        awake = Q(paused_until__isnull=True) | Q(paused_until__lte=now)
        return self.filter(awake, status=Status.ACTIVE, **free)

    def out_of_reach(self) -> "VolunteerQuerySet":
        """Those whose address takes no more letters, and who are still shown as if it did."""
        banned = Suppression.objects.values("recipient")
        return self.filter(status=Status.ACTIVE, undeliverable_at__isnull=True, email_index__in=banned)

    def within_reach_again(self) -> "VolunteerQuerySet":
        """Those whose address the team has allowed again."""
        banned = Suppression.objects.values("recipient")
        return self.filter(status=Status.ACTIVE, undeliverable_at__isnull=False).exclude(
            email_index__in=banned
        )

    def back_from_pause(self, now: datetime) -> "VolunteerQuerySet":
        """Those whose pause has run out but who are still shown as paused."""
        return self.filter(paused_until__lte=now)

    def unlocated(self, now: datetime) -> "VolunteerQuerySet":
        """Those who help and have no point yet; nobody's street is looked up before he has confirmed."""
        return self.filter(look_due(now), status=Status.ACTIVE)

    def to_look_up(self, now: datetime) -> "VolunteerQuerySet":
        """Those without a point, and those who may have a finer one by now."""
        return self.filter(look_due(now) | finer_due(now), status=Status.ACTIVE)

    def roughly_located(self, now: datetime) -> "VolunteerQuerySet":
        """Those for whom a finer point may be had by now, the longest due first."""
        return self.filter(finer_due(now), status=Status.ACTIVE).order_by("look_again_at")

    def not_found(self) -> "VolunteerQuerySet":
        """The coordinators' queue: nobody knows the place, so a person must say."""
        return self.filter(NOT_FOUND, status=Status.ACTIVE)


class Volunteer(Located):
    """One row stands for one person who offers help. Contact fields are locked; a row that left has none."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    epoch = models.PositiveSmallIntegerField(default=0, help_text=_("raising it ends every link sent before"))
    status = models.CharField(_("status"), max_length=12, choices=Status.choices, default=Status.UNCONFIRMED)
    name = EncryptedTextField(_("name"))
    email = EncryptedTextField(_("e-mail"))
    email_index = BlindIndexField(unique=True, null=True)
    phone = EncryptedTextField(_("phone"))
    phone_index = BlindIndexField(db_index=True, blank=True)
    street = EncryptedTextField(_("street and number"), blank=True)
    # a second place from which he helps: a postcode and its point, no street
    work_postcode = models.CharField(_("also near (postcode)"), max_length=10, blank=True)
    work_municipality = models.CharField(_("municipality there"), max_length=120, blank=True)
    work_lat = models.FloatField(null=True, blank=True, editable=False)
    work_lon = models.FloatField(null=True, blank=True, editable=False)
    # another address, until its letter is answered; the one before, so that it can be told
    new_email = EncryptedTextField(blank=True, editable=False)
    former_email = EncryptedTextField(blank=True, editable=False)
    new_email_at = models.DateTimeField(_("other e-mail asked for"), null=True, blank=True, editable=False)
    language = models.CharField(_("letters in"), max_length=2)
    languages = models.JSONField(_("speaks"), default=list)
    kinds = models.PositiveSmallIntegerField(
        _("offers"), help_text=_("a bit for each kind, see the catalogue")
    )
    travel_km = models.PositiveSmallIntegerField(_("goes as far as (km)"), default=USUAL_TRAVEL_KM)
    letters_per_week = models.PositiveSmallIntegerField(_("letters a week"), default=USUAL_LETTERS_PER_WEEK)
    # none: he has not asked for the letter about what happened near him, see volunteers/news.py
    news_due_at = models.DateTimeField(_("weekly letter due"), null=True, blank=True, editable=False)
    unanswered = models.PositiveIntegerField(
        _("letters unanswered in a row"),
        default=0,
        help_text=_("each letter adds one, a yes or a no ends it"),
    )
    registered_at = models.DateTimeField(_("registered"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    paused_until = models.DateTimeField(_("paused until"), null=True, blank=True)
    undeliverable_at = models.DateTimeField(
        _("letters come back"), null=True, blank=True, help_text=_("or were complained about: none are sent")
    )
    left_at = models.DateTimeField(_("left"), null=True, blank=True)
    blocked_at = models.DateTimeField(_("blocked"), null=True, blank=True)
    held_back_at = models.DateTimeField(_("held back"), null=True, blank=True)  # see volunteers/holding.py
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    approved_by = models.CharField(_("approved by"), max_length=60, blank=True)
    approved_how = models.CharField(
        _("how checked"), max_length=40, blank=True, help_text=_("in a word; no document is kept")
    )

    objects = VolunteerQuerySet.as_manager()

    class Meta(Located.Meta):
        abstract = False
        ordering = ("-registered_at", "-pk")
        verbose_name = _("volunteer")
        verbose_name_plural = _("volunteers")
        indexes = [
            models.Index(
                fields=["looked_at"],
                condition=NOT_FOUND & Q(status="active"),
                name="volunteer_place_not_found",
            ),
            models.Index(
                fields=["confirmed_at"],
                condition=Q(status="active", approved_at__isnull=True, blocked_at__isnull=True),
                name="volunteer_to_approve",
            ),
            models.Index(fields=["registered_at"], name="volunteer_by_day"),
            models.Index(
                fields=["news_due_at"], condition=Q(news_due_at__isnull=False), name="volunteer_news_due"
            ),
        ]
        constraints = (
            *Located.Meta.constraints,
            models.CheckConstraint(condition=Q(status__in=Status.values), name="volunteer_status_known"),
            models.CheckConstraint(
                condition=~Q(status="active") | Q(confirmed_at__isnull=False),
                name="volunteer_active_is_confirmed",
            ),
            models.CheckConstraint(
                condition=~Q(status="left") | Q(left_at__isnull=False, email_index__isnull=True),
                name="volunteer_left_is_nameless",
            ),
            models.CheckConstraint(
                condition=Q(travel_km__gte=1, travel_km__lte=20), name="volunteer_travel_1_to_20_km"
            ),
            models.CheckConstraint(
                condition=Q(work_postcode="", work_lat__isnull=True, work_lon__isnull=True)
                | Q(work_lat__range=(-90, 90), work_lon__range=(-180, 180)) & ~Q(work_postcode=""),
                name="volunteer_work_has_point",
            ),
        )

    def __str__(self) -> str:
        initials = " ".join(f"{part[0]}…" for part in self.name.split()[:2])
        return f"{initials or '—'}, {self.postcode}"

    @property
    def first_name(self) -> str:
        """What we call him; the first word of what he gave as name."""
        return self.name.split()[0] if self.name else ""

    @property
    def work_point(self) -> Point | None:
        """The middle of the second postcode; None if he has named none."""
        if self.work_lat is None or self.work_lon is None:
            return None
        return Point(self.work_lat, self.work_lon)

    @property
    def points(self) -> tuple[Point, ...]:
        """Where he lives and where he is besides, each once."""
        return tuple(dict.fromkeys(each for each in (self.point, self.work_point) if each is not None))

    @property
    def offers(self) -> list[Offer]:
        """What he offers, from the catalogue."""
        return offers_in(self.kinds)

    @property
    def languages_label(self) -> str:
        """The languages he speaks, in their own words."""
        return spoken.names(self.languages)

    @property
    def is_searchable(self) -> bool:
        """Whether the search may find him: confirmed, not blocked or held back, no pause, letters arrive."""
        silent = self.blocked_at or self.held_back_at or self.paused_until or self.undeliverable_at
        return self.status == Status.ACTIVE and not silent

    def token(self, purpose: str) -> str:
        """The link that opens one of his doors: `confirm`, `own`, `unsubscribe` or `no_news`."""
        return tokens.make(f"volunteer.{purpose}", self.uuid, self.epoch)


class Reach(models.Model):
    """One row stands for one language that one volunteer speaks at one of his places; rebuilt at will.

    It carries all that the search asks, so that one index answers it (see volunteers/reach.py).
    """

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="reaches")
    language = models.CharField(max_length=2)
    spot = models.PositiveSmallIntegerField(default=0, db_default=0, help_text="0: the first of his places")
    band = models.IntegerField()
    lon = models.FloatField()
    lat = models.FloatField()
    travel_km = models.PositiveSmallIntegerField()
    kinds = models.PositiveSmallIntegerField()
    letters_per_week = models.PositiveSmallIntegerField(default=USUAL_LETTERS_PER_WEEK)
    active = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["volunteer", "language", "spot"], name="reach_once_per_spot"),
        ]
        indexes = [
            models.Index(
                fields="language band lon lat travel_km kinds letters_per_week active volunteer".split(),
                name="reach_search",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer_id} {self.language}"
