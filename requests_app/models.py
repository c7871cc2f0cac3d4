"""Requests for help, and the diary of each."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalogue import languages as spoken
from catalogue.kinds import Kind
from catalogue.kinds import kind as kind_of
from geo.models import NOT_FOUND, Located, finer_due, look_due
from privacy import tokens
from privacy.fields import BlindIndexField, EncryptedTextField


class Status(models.TextChoices):
    """Where a request stands. Only requests_app/lifecycle.py moves it."""

    HELD = "held", _("held")
    OPEN = "open", _("open")
    REFERRED = "referred", _("referred")
    MATCHED = "matched", _("matched")
    DONE = "done", _("done")
    CANCELLED = "cancelled", _("cancelled")
    EXPIRED = "expired", _("expired")


ENDED = (Status.DONE, Status.CANCELLED, Status.EXPIRED)


class Channel(models.TextChoices):
    """By which door a request came in."""

    WEB = "web", _("web")
    PHONE = "phone", _("phone")
    PARTNER = "partner", _("partner")


class Hold(models.TextChoices):
    """Why a request is held until somebody has looked at it."""

    UNCHECKED = "unchecked", _("not checked yet")
    NOT_REACHED = "not_reached", _("a volunteer could not reach the person")
    NO_PLACE = "no_place", _("the place was not found")
    STAFF = "staff", _("held by the team")


LONGEST_PLAN = timedelta(hours=24)  # a night and a head start, with room to spare


class RequestQuerySet(models.QuerySet["HelpRequest"]):
    """Questions about many requests."""

    def unlocated(self, now: datetime) -> "RequestQuerySet":
        """Those that need a point before anybody can be asked; not those that a person must place."""
        nowhere = Q(status=Status.OPEN, located_at__isnull=True)  # released, and still nobody knows the place
        return self.filter(look_due(now) | nowhere, status__in=(Status.OPEN, Status.HELD))

    def roughly_located(self, now: datetime) -> "RequestQuerySet":
        """Those for which a finer point may be had by now, the longest due first."""
        waiting = self.filter(finer_due(now), status__in=(Status.OPEN, Status.HELD))
        return waiting.order_by("look_again_at")

    def not_found(self) -> "RequestQuerySet":
        """The coordinators' queue: nobody knows the place, so a person must say."""
        return self.filter(NOT_FOUND, status__in=(Status.OPEN, Status.HELD))

    def found_after_all(self) -> "RequestQuerySet":
        """Held because nobody knew the place, which somebody does now."""
        return self.filter(located_at__isnull=False, status=Status.HELD, hold=Hold.NO_PLACE)

    def wave_due(self, now: datetime) -> "RequestQuerySet":
        """Open, with free places, and a wave of letters due.

        What is planned farther ahead than waves ever are comes from a clock that was wrong: due too.
        """
        due = Q(next_wave_at__lte=now) | Q(next_wave_at__gt=now + LONGEST_PLAN)
        return self.filter(due, status=Status.OPEN, taken__lt=F("places"))

    def due_soon(self, now: datetime) -> "RequestQuerySet":
        """Open, due within a day, and not on the call list yet."""
        return self.filter(due_at__lte=now + LONGEST_PLAN, status=Status.OPEN, handed_over_at__isnull=True)

    def to_ring_about(self) -> "RequestQuerySet":
        """The call list: open requests that letters alone have not answered."""
        return self.filter(status=Status.OPEN, handed_over_at__isnull=False)

    def run_out(self, now: datetime) -> "RequestQuerySet":
        """Open beyond their last day. What is held waits for a person and never runs out by itself."""
        return self.filter(status=Status.OPEN, expires_at__lte=now)


class HelpRequest(Located):
    """One row stands for one thing that one person needs, once or each week."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    epoch = models.PositiveSmallIntegerField(default=0)
    reference = models.CharField(
        _("reference"), max_length=6, unique=True, help_text=_("read out digit by digit")
    )
    code_word = EncryptedTextField(_("code word"), help_text=_("the volunteer says it at the door"))
    form_key = models.UUIDField(unique=True, null=True, editable=False, help_text="one row for one form")
    status = models.CharField(_("status"), max_length=10, choices=Status.choices)
    hold = models.CharField(_("held because"), max_length=12, choices=Hold.choices, blank=True)
    channel = models.CharField(_("came by"), max_length=8, choices=Channel.choices)
    kind = models.CharField(_("kind"), max_length=20)
    wanted_on = models.DateField(_("wanted on"), null=True, blank=True)
    urgent = models.BooleanField(_("urgent"), default=False)
    weekly = models.BooleanField(_("each week"), default=False)
    places = models.PositiveSmallIntegerField(_("volunteers needed"), default=1)
    taken = models.PositiveSmallIntegerField(_("volunteers found"), default=0)
    name = EncryptedTextField(_("name"))
    phone = EncryptedTextField(_("phone"))
    phone_index = BlindIndexField(db_index=True, blank=True)
    email = EncryptedTextField(_("e-mail"), blank=True)
    street = EncryptedTextField(_("street and number"), blank=True)
    notes = EncryptedTextField(_("list"), blank=True)
    asked_by = EncryptedTextField(_("asked by"), blank=True, help_text=_("if somebody asks for this person"))
    language = models.CharField(_("letters in"), max_length=2)
    languages = models.JSONField(_("speaks"), default=list)
    created_at = models.DateTimeField(_("asked"))
    verified_at = models.DateTimeField(_("checked"), null=True, blank=True)
    verified_by = models.CharField(_("checked by"), max_length=60, blank=True)
    due_at = models.DateTimeField(_("due"), help_text=_("matched by then, or people ring"))
    expires_at = models.DateTimeField(_("expires"))
    next_wave_at = models.DateTimeField(_("next letters"), null=True, blank=True)
    handed_over_at = models.DateTimeField(
        _("on the call list"), null=True, blank=True, help_text=_("since then people ring volunteers for it")
    )
    widened_at = models.DateTimeField(
        _("wider"), null=True, blank=True, help_text=_("since then people also ring who live farther away")
    )
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    goes_on_as = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="took_in",
        verbose_name=_("goes on as"),
    )  # fmt: skip
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = RequestQuerySet.as_manager()

    class Meta(Located.Meta):
        abstract = False
        ordering = ("-created_at", "-pk")
        verbose_name = _("request for help")
        verbose_name_plural = _("requests for help")
        indexes = [
            models.Index(fields=["next_wave_at"], condition=Q(status="open"), name="request_waves_due"),
            models.Index(fields=["status", "created_at"], name="request_by_status"),
            models.Index(
                fields=["status", "ended_at"], condition=Q(ended_at__isnull=False), name="request_by_end"
            ),
            models.Index(fields=["created_at"], name="request_by_day"),
        ]
        constraints = (
            *Located.Meta.constraints,
            models.CheckConstraint(condition=Q(status__in=Status.values), name="request_status_known"),
            models.CheckConstraint(
                condition=Q(taken__gte=0, taken__lte=F("places"), places__gte=1),
                name="request_0_taken_places",
            ),
            models.CheckConstraint(
                condition=~Q(status="matched") | Q(taken=F("places")), name="request_matched_is_full"
            ),
            models.CheckConstraint(
                condition=Q(status__in=ENDED, ended_at__isnull=False)
                | (~Q(status__in=ENDED) & Q(ended_at__isnull=True)),
                name="request_ended_has_time",
            ),
            models.CheckConstraint(condition=~Q(status="held") | ~Q(hold=""), name="request_held_has_reason"),
        )

    def __str__(self) -> str:
        return f"{self.reference} {self.catalogue_kind.private_label} {self.postcode}"

    def told_to_all(self, language: str) -> dict[str, Any]:
        """All that anybody may be told before a claim, in letters and on pages; nothing of the person."""
        return {
            "label": str(self.catalogue_kind.public_label),
            "place": self.municipality_label(language),
            "wanted_on": self.wanted_on,
            "urgent": self.urgent,
            "weekly": self.weekly,
            "speaks": self.languages_label,
        }

    @property
    def catalogue_kind(self) -> Kind:
        """Labels and rules of what is asked for."""
        return kind_of(self.kind)

    @property
    def first_name(self) -> str:
        """The first word of the person's name."""
        return self.name.split()[0] if self.name else ""

    @property
    def initials(self) -> str:
        """As much of the name as a list may show."""
        return " ".join(f"{part[0]}…" for part in self.name.split()[:2]) or "—"

    @property
    def spoken_reference(self) -> str:
        """The reference in two groups of three, as one reads it out."""
        return f"{self.reference[:3]} {self.reference[3:]}"

    @property
    def languages_label(self) -> str:
        """The languages the person speaks, in their own words."""
        return spoken.names(self.languages)

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will happen with it."""
        return self.status in ENDED

    @property
    def goes_on(self) -> "HelpRequest | None":
        """The request that this one was made one with, as long as that goes on."""
        other = self.goes_on_as
        return other if other and not other.has_ended else None

    def token(self) -> str:
        """The link to this request's own page, for the person who asked."""
        return tokens.make("request.own", self.uuid, self.epoch)


class StatusChange(models.Model):
    """One row stands for one move in the life of one request; without personal data, never changed."""

    help_request = models.ForeignKey(HelpRequest, on_delete=models.CASCADE, related_name="diary")
    at = models.DateTimeField(_("time"))
    old = models.CharField(_("from"), max_length=10, blank=True)
    new = models.CharField(_("to"), max_length=10)
    by = models.CharField(_("by"), max_length=60)

    class Meta:
        ordering = ("at", "pk")
        verbose_name = _("move")
        verbose_name_plural = _("moves")

    def __str__(self) -> str:
        names = dict(Status.choices)
        return f"{names.get(self.old, '·')} → {names.get(self.new, self.new)}"
