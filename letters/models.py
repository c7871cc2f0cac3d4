"""The outbox: a row for every letter, from the moment that it is due."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# After each failure a letter waits longer: 30 s, 2, 5, 15 min, then hourly three times, then it is dead.
LADDER = [timedelta(seconds=30), *(timedelta(minutes=m) for m in (2, 5, 15, 60, 60, 60))]
LEASE = timedelta(seconds=90)  # a task is killed after 60


class Status(models.TextChoices):
    """Where a letter stands."""

    PENDING = "pending", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("refused")
    DEAD = "dead", _("given up")
    CANCELLED = "cancelled", _("no longer needed")


class Delivery(models.TextChoices):
    """What the provider has told of a letter, the least telling first."""

    NONE = "", _("nothing heard")
    QUEUED = "queued", _("accepted")
    SENT = "sent", _("on its way")
    DEFERRED = "deferred", _("delayed")
    DELIVERED = "delivered", _("delivered")
    BOUNCED = "bounced", _("bounced")
    COMPLAINED = "complained", _("complained about")


class LetterQuerySet(models.QuerySet["Letter"]):
    """Questions about many letters."""

    def due(self, now: datetime) -> "LetterQuerySet":
        """Those to be sent now, the most urgent first."""
        return self.filter(status=Status.PENDING, due_at__lte=now).order_by("priority", "due_at", "pk")

    def left_behind(self, now: datetime) -> "LetterQuerySet":
        """Those whose sender died: taken, and not settled before the lease ran out."""
        return self.filter(status=Status.SENDING, lease_until__lt=now)

    def in_trouble(self) -> "LetterQuerySet":
        """Those that were given up or refused, came back, or were complained about."""
        lost = Q(status__in=(Status.FAILED, Status.DEAD))
        return self.filter(lost | Q(delivery__in=(Delivery.BOUNCED, Delivery.COMPLAINED)))

    def sent_since(self, moment: datetime) -> "LetterQuerySet":
        """Those that went out after a moment."""
        return self.filter(sent_at__gt=moment)


class Letter(models.Model):
    """One row stands for one letter for one purpose. It keeps no body and no address: ids only."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(pgettext_lazy("of a letter", "kind"), max_length=40)
    subject = models.UUIDField(_("about"), db_index=True, help_text="the row that the letter is about")
    purpose = models.CharField(max_length=120, unique=True, help_text="no second letter for the same purpose")
    priority = models.PositiveSmallIntegerField()
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.PENDING)
    created_at = models.DateTimeField(_("written"))
    due_at = models.DateTimeField(_("due"))
    valid_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    batch = models.UUIDField(null=True, editable=False, help_text="of those that one sender took together")
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    recipient = models.CharField(
        max_length=64, blank=True, editable=False, help_text="fingerprint of the address"
    )
    provider_id = models.CharField(_("provider’s number"), max_length=200, blank=True)
    delivery = models.CharField(_("delivery"), max_length=10, choices=Delivery.choices, blank=True)
    problem = models.CharField(
        _("problem"), max_length=80, blank=True, help_text="name of the error, never its text"
    )

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        indexes = [
            models.Index(
                fields=["priority", "due_at"], condition=Q(status="pending"), name="letters_waiting"
            ),
            models.Index(fields=["lease_until"], condition=Q(status="sending"), name="letters_leased"),
            models.Index(fields=["recipient", "sent_at"], name="letters_to_one_person"),
            models.Index(fields=["sent_at"], name="letters_by_day"),
            models.Index(fields=["created_at"], name="letters_by_age"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="letter_status_known"),
            models.CheckConstraint(
                condition=~Q(status="sending") | Q(lease_until__isnull=False), name="letter_sending_has_lease"
            ),
            models.CheckConstraint(
                condition=~Q(status="sent") | Q(sent_at__isnull=False), name="letter_sent_has_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.get_status_display()})"


class DeliveryEvent(models.Model):
    """One row stands for one thing that a provider told of one letter: twice perhaps, late, in any order."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="events", verbose_name=_("letter"))
    kind = models.CharField(pgettext_lazy("of an event", "kind"), max_length=10, choices=Delivery.choices)
    at = models.DateTimeField(_("time"))

    class Meta:
        ordering = ("at", "pk")
        verbose_name = _("delivery event")
        verbose_name_plural = _("delivery events")
        constraints = [models.UniqueConstraint(fields=["letter", "kind"], name="delivery_event_once")]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.kind}"


class Suppression(models.Model):
    """One row stands for an address that gets no more letters: it does not exist, or its owner complained.

    Only the keyed fingerprint is kept. Deleting the row lifts the ban.
    """

    recipient = models.CharField(_("fingerprint"), max_length=64, unique=True)
    reason = models.CharField(_("reason"), max_length=10, choices=Delivery.choices)
    at = models.DateTimeField(_("time"))

    class Meta:
        ordering = ("-at",)
        verbose_name = _("suppressed address")
        verbose_name_plural = _("suppressed addresses")

    def __str__(self) -> str:
        return f"{self.recipient[:8]}… {self.reason}"


class Heartbeat(models.Model):
    """One row stands for one thing that must go on by itself, and when it last did."""

    name = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at:%H:%M:%S}"
