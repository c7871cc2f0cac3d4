"""What a telephony has told us, as it came, and on whose phones a call was."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from callcentre.models.calls import Call
from privacy.fields import EncryptedTextField


class TelephonyEvent(models.Model):
    """One row stands for one thing that a telephony told us, kept until it is worked into its call."""

    provider = models.CharField(max_length=20)
    key = models.CharField(max_length=120, unique=True, help_text="the same thing told twice is one row")
    event = models.CharField(max_length=60)
    payload = EncryptedTextField()
    received_at = models.DateTimeField(db_index=True)
    handled_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ("received_at", "pk")
        verbose_name = _("word of the telephony")
        verbose_name_plural = _("words of the telephony")
        indexes = [
            models.Index(
                fields=["received_at"], condition=Q(handled_at__isnull=True), name="telephony_to_handle"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.received_at:%Y-%m-%d %H:%M}"


class Ring(models.Model):
    """One row stands for one operator on whose phone one call was: it rang, she said no, or she had it."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="rings")
    operator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    last_at = models.DateTimeField(help_text="of the last word that names her")
    declined_at = models.DateTimeField(null=True, blank=True)
    had_at = models.DateTimeField(null=True, blank=True, help_text="the last moment at which she had it")

    class Meta:
        ordering = ("last_at", "pk")
        indexes = [models.Index(fields=["operator", "last_at"], name="rings_of_operator")]
        constraints = [models.UniqueConstraint(fields=["call", "operator"], name="ring_once")]

    def __str__(self) -> str:
        return f"{self.last_at:%Y-%m-%d %H:%M}"
