"""What a telephony has told us, as it came."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

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
