"""The people of the team: what an account has beside its user name and its password."""

import uuid

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.utils.translation import gettext_lazy as _

from privacy import tokens


class Member(models.Model):
    """One row stands for one account of the team, from the moment that the account is made.

    Raising the epoch kills the links written before, and with them the key of a
    second factor that was never confirmed.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    epoch = models.PositiveSmallIntegerField(default=0, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="member", verbose_name=_("account")
    )
    language = models.CharField(
        _("language"), max_length=2, blank=True, help_text=_("empty: as the browser asks")
    )
    invited_at = models.DateTimeField(_("invited"), null=True, blank=True)
    invited_by = models.CharField(_("invited by"), max_length=60, blank=True)
    link_until = models.DateTimeField(null=True, blank=True, editable=False)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)

    class Meta:
        verbose_name = _("member of the team")
        verbose_name_plural = _("members of the team")
        permissions = [
            ("see_figures", "See the figures of the team"),
            ("export_people", "Export people's data"),
        ]

    def __str__(self) -> str:
        return f"{self.user}"

    @property
    def writes_in(self) -> str:
        """The language of letters to this person."""
        return self.language or settings.LANGUAGE_CODE

    @property
    def token(self) -> str:
        """What stands in a link by which the password is chosen; worthless from the next epoch on."""
        return tokens.make("member.password", self.uuid, self.epoch)


class Account(User):
    """An account, as the office shows it: Django's own pages would show more and let more be changed."""

    class Meta:
        proxy = True
        verbose_name = _("account of the team")
        verbose_name_plural = _("accounts of the team")
        default_permissions = ("view", "add", "change")
