"""Calls: who rang, when, and what came of it."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from privacy.fields import BlindIndexField, EncryptedTextField
from requests_app.models import HelpRequest
from volunteers.models import Volunteer


class Outcome(models.TextChoices):
    """What came of a call, in the order of the keys 1 to 8 on the desk."""

    REQUEST = "request", _("request taken")
    INFORMATION = "information", _("information given")
    STATUS = "status", _("told how the request stands")
    CALL_BACK = "call_back", _("call back")
    NO_ANSWER = "no_answer", _("no answer")
    REFERRED = "referred", _("referred elsewhere")
    WRONG_NUMBER = "wrong_number", _("wrong number")
    WORRY = "worry", _("worry raised")


class Direction(models.TextChoices):
    """Who rang."""

    IN = "in", _("they rang us")
    OUT = "out", _("we rang them")


class CallQuerySet(models.QuerySet["Call"]):
    """Questions about many calls."""

    def of_phone(self, indexes: list[str]) -> "CallQuerySet":
        """Those from or to a number, by its blind indexes."""
        return self.filter(phone_index__in=indexes)


class Call(models.Model):
    """One row stands for one call, whether a telephony told of it or an operator wrote it down."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    form_key = models.UUIDField(unique=True, null=True, editable=False, help_text="one row for one form")
    provider = models.CharField(max_length=20, blank=True, help_text="the telephony that told of it")
    provider_id = models.CharField(max_length=80, blank=True, help_text="the call's number there")
    direction = models.CharField(_("direction"), max_length=3, choices=Direction.choices)
    phone = EncryptedTextField(_("phone"), blank=True)
    phone_index = BlindIndexField(db_index=True, blank=True)
    ring_back = EncryptedTextField(
        _("number to ring"), blank=True, help_text=_("empty: the one that the call came from")
    )
    language = models.CharField(_("language"), max_length=2, blank=True)
    operator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="calls",
        verbose_name=_("operator"),
    )
    started_at = models.DateTimeField(_("began"))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    outcome = models.CharField(
        _("outcome"), max_length=12, choices=Outcome.choices, blank=True, help_text=_("empty: not yet told")
    )
    call_back_at = models.DateTimeField(_("call back at"), null=True, blank=True)
    note = EncryptedTextField(_("note"), blank=True)
    help_request = models.ForeignKey(
        HelpRequest,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="calls",
        verbose_name=_("request for help"),
    )
    volunteer = models.ForeignKey(
        Volunteer,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="calls",
        verbose_name=_("volunteer"),
    )
    card_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="when a card was shown on the telephony"
    )
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CallQuerySet.as_manager()

    class Meta:
        ordering = ("-started_at", "-pk")
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        permissions = [
            ("take_calls", "Take calls at the operators' desk"),
            ("lead_calls", "Lead the call centre: figures, shifts, who becomes an operator"),
        ]
        indexes = [
            models.Index(fields=["started_at"], name="call_by_time"),
            models.Index(fields=["operator", "started_at"], name="call_by_operator"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(direction__in=Direction.values), name="call_direction_known"),
            models.CheckConstraint(condition=Q(outcome__in=["", *Outcome.values]), name="call_outcome_known"),
            models.CheckConstraint(
                condition=~Q(outcome="call_back") | Q(call_back_at__isnull=False),
                name="call_back_has_time",
            ),
            models.UniqueConstraint(
                fields=["provider", "provider_id"],
                condition=~Q(provider_id=""),
                name="call_once_for_the_telephony",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M} {self.get_direction_display()}"

    @property
    def number_to_ring(self) -> str:
        """The one that was said for ringing back, else the one that the call came from."""
        if {"ring_back", "phone"} & self.get_deferred_fields():
            self.refresh_from_db(fields=["ring_back", "phone"])
        return self.ring_back or self.phone

    @property
    def masked_phone(self) -> str:
        """The last two digits of the number, all that is shown before a press; "" if it is hidden."""
        return self.phone[-2:]

    @property
    def waiting(self) -> timedelta | None:
        """How long the caller waited before somebody answered, or gave up; None while it rings."""
        until = self.answered_at or self.ended_at
        return until - self.started_at if until else None

    @property
    def talking(self) -> timedelta | None:
        """How long they talked; None if nobody answered, or while they talk."""
        return self.ended_at - self.answered_at if self.answered_at and self.ended_at else None
