"""Books without personal data: what happened, who agreed to which words, how often a door was tried."""

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from privacy.fields import EncryptedTextField


class Event(models.Model):
    """One row stands for one thing somebody did that others may ask about later; never changed.

    It names people only by the uuid of their row, so that erasing the row erases the person.
    """

    at = models.DateTimeField(_("time"), db_index=True)
    actor = models.CharField(
        _("by"), max_length=60, help_text="role, or role and uuid: volunteer:…, staff:3, clock"
    )
    action = models.CharField(_("what happened"), max_length=40)
    subject = models.UUIDField(_("about"), db_index=True)
    detail = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} by {self.actor}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("an event is never changed")
        super().save(*args, **kwargs)


class Consent(models.Model):
    """One row stands for one person's yes to one text: which words, by which way, when."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subject = models.UUIDField(
        _("about"), db_index=True, help_text="the volunteer or the request that it was given for"
    )
    text = models.CharField(_("text"), max_length=40, help_text="name of the text in the catalogue")
    version = models.CharField(_("version"), max_length=20)
    language = models.CharField(_("language"), max_length=2)
    channel = models.CharField(_("came by"), max_length=20, help_text="web, phone, paper, import")
    operator = models.CharField(
        max_length=60, blank=True, help_text="who read it out by phone, or handed a list in"
    )
    source = EncryptedTextField(
        _("from where"), blank=True, help_text="who collected it and when, if it came by a list"
    )
    given_at = models.DateTimeField(_("time"))

    class Meta:
        ordering = ("-given_at",)
        verbose_name = _("consent")
        verbose_name_plural = _("consents")

    def __str__(self) -> str:
        return f"{self.text} {self.version}, {self.given_at:%Y-%m-%d}"


class Tries(models.Model):
    """One row stands for the tries that one visitor, or for one number, made at a door in some hours.

    The key is a keyed fingerprint: neither address nor number can be read from it.
    """

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.count} until {self.until:%Y-%m-%d %H:%M}"
