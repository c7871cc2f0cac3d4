"""The rows by which we see who comes back: traces of whoever was stopped, and newcomers who bear one."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from privacy.fields import BlindIndexField


class Why(models.TextChoices):
    """Why somebody was stopped."""

    BLOCKED = "blocked", _("blocked")
    HELD = "held", _("held back")


class Shares(models.TextChoices):
    """What a newcomer has in common with him."""

    PHONE = "phone", _("phone")
    EMAIL = "email", _("e-mail")


class Trace(models.Model):
    """One row stands for a number or an address of somebody who is blocked or held back: its fingerprint.

    It outlives him by a year if he leaves, and goes at once when he may help again.
    """

    value = BlindIndexField(db_index=True)
    volunteer = models.ForeignKey("volunteers.Volunteer", models.SET_NULL, null=True, related_name="traces")
    why = models.CharField(max_length=7, choices=Why.choices)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["volunteer", "value"], name="trace_once"),
            models.CheckConstraint(condition=Q(why__in=Why.values), name="trace_why_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_why_display()} {self.at:%Y-%m-%d}"


class ReturnQuerySet(models.QuerySet["Return"]):
    """Questions about many returns."""

    def open(self) -> "ReturnQuerySet":
        """Those about which nobody of the team has decided."""
        return self.filter(settled_at__isnull=True)


class Return(models.Model):
    """One row stands for one volunteer who bears a trace of another: perhaps the same person.

    While it is open he is held back; settled, it is the memory that this trace says nothing against him.
    """

    volunteer = models.ForeignKey("volunteers.Volunteer", models.CASCADE, related_name="returns")
    trace = models.ForeignKey(Trace, models.CASCADE, related_name="returns")
    shares = models.CharField(max_length=5, choices=Shares.choices)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = ReturnQuerySet.as_manager()

    class Meta:
        ordering = ("at", "pk")
        indexes = [
            models.Index(fields=["volunteer"], condition=Q(settled_at__isnull=True), name="return_open"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["volunteer", "trace"], name="return_once"),
            models.CheckConstraint(condition=Q(shares__in=Shares.values), name="return_shares_known"),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer} {self.get_shares_display()}"
