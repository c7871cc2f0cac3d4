"""The operators, and the hours that they have promised."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalogue import languages as spoken
from privacy import tokens
from privacy.fields import EncryptedTextField

# When somebody could take calls; `Operator.hours` holds the codes, with spaces.
DAYTIMES = {
    "morning": _("in the morning"),
    "afternoon": _("in the afternoon"),
    "evening": _("in the evening"),
    "weekend": _("at the weekend"),
}


class OperatorQuerySet(models.QuerySet["Operator"]):
    """Questions about many operators."""

    def offers(self) -> "OperatorQuerySet":
        """Those who have offered it, have confirmed their address, and wait for a coordinator."""
        waiting = {"confirmed_at__isnull": False, "approved_at__isnull": True}
        return self.filter(**waiting, left_at__isnull=True)

    def unanswered(self) -> "OperatorQuerySet":
        """Offers that nobody has answered, not even with "not now"."""
        return self.offers().filter(refused_at__isnull=True)

    def active(self) -> "OperatorQuerySet":
        """Those who take calls with us."""
        return self.filter(approved_at__isnull=False, left_at__isnull=True)


class Operator(models.Model):
    """One row stands for one person who takes calls at home, from the day she offers it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    epoch = models.PositiveSmallIntegerField(default=0)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="operator",
        verbose_name=_("account"),
    )
    name = EncryptedTextField(_("name"))
    email = EncryptedTextField(_("e-mail"))
    email_index = models.CharField(max_length=64, unique=True, null=True, editable=False)
    phone = EncryptedTextField(_("phone"), blank=True)
    language = models.CharField(_("letters in"), max_length=2)
    languages = models.JSONField(_("takes calls in"), default=list)
    hours = EncryptedTextField(_("when"), blank=True)
    why = EncryptedTextField(_("why"), blank=True)
    telephony_id = models.CharField(_("number at the telephony"), max_length=80, blank=True)
    applied_at = models.DateTimeField(_("offered"))
    confirmed_at = models.DateTimeField(_("e-mail confirmed"), null=True, blank=True)
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    approved_by = models.CharField(_("approved by"), max_length=60, blank=True)
    refused_at = models.DateTimeField(_("told: not now"), null=True, blank=True)
    trained_at = models.DateTimeField(_("trained"), null=True, blank=True)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)

    objects = OperatorQuerySet.as_manager()

    class Meta:
        ordering = ("-applied_at", "-pk")
        verbose_name = _("operator")
        verbose_name_plural = _("operators")

    def __str__(self) -> str:
        return self.first_name

    @property
    def first_name(self) -> str:
        """The first word of the name."""
        return self.name.split()[0] if self.name else ""

    @property
    def hours_label(self) -> str:
        """When she could, in words."""
        return ", ".join(str(DAYTIMES[each]) for each in self.hours.split() if each in DAYTIMES)

    @property
    def languages_label(self) -> str:
        """The languages in which she takes calls, in their own words."""
        return spoken.names(self.languages)

    def token(self, purpose: str) -> str:
        """A link of hers: "operator.confirm" or "operator.shifts"."""
        return tokens.make(f"operator.{purpose}", self.uuid, self.epoch)


class Shift(models.Model):
    """One row stands for one stretch of time that one operator has promised to be at the phone."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    operator = models.ForeignKey(
        Operator, on_delete=models.CASCADE, related_name="shifts", verbose_name=_("operator")
    )
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("to"))

    class Meta:
        ordering = ("starts_at", "pk")
        verbose_name = _("shift")
        verbose_name_plural = _("shifts")
        constraints = [
            models.UniqueConstraint(fields=["operator", "starts_at"], name="shift_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="shift_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"
