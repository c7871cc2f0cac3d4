"""Short codes on posters, how often each was opened, and the neighbours who came by one."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from privacy import tokens
from requests_app.models import HelpRequest
from volunteers.models import Volunteer


class Code(models.Model):
    """One row stands for the short code of one request's poster; one that has ended opens nothing."""

    help_request = models.ForeignKey(
        HelpRequest, models.CASCADE, related_name="codes", verbose_name=_("request for help")
    )
    code = models.CharField(_("code"), max_length=10, unique=True)
    epoch = models.PositiveSmallIntegerField(
        default=0, editable=False, help_text="the request's own when the code was made: raising it ends both"
    )
    made_at = models.DateTimeField(_("made"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        ordering = ("-made_at", "-pk")
        verbose_name = _("code of a poster")
        verbose_name_plural = _("codes of posters")
        constraints = [
            models.UniqueConstraint(
                fields=["help_request"], condition=Q(ended_at__isnull=True), name="paper_code_live_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.help_request.reference} {self.made_at:%Y-%m-%d}"

    @property
    def spoken(self) -> str:
        """The code in two groups of five, as it is printed and typed."""
        return f"{self.code[:5]}-{self.code[5:]}"

    @property
    def is_live(self) -> bool:
        """Whether it still opens a page: neither it nor the request's links were ended, nothing erased."""
        row = self.help_request
        return self.ended_at is None and self.epoch == row.epoch and row.erased_at is None


class Scans(models.Model):
    """One row stands for one poster on one day: how often its link was opened, by nobody knows whom."""

    help_request = models.ForeignKey(
        HelpRequest, models.CASCADE, related_name="scans", verbose_name=_("request for help")
    )
    day = models.DateField(_("day"), db_index=True)
    number = models.PositiveIntegerField(_("times opened"), default=0)

    class Meta:
        ordering = ("-day",)
        verbose_name = _("opened posters")
        verbose_name_plural = _("opened posters")
        constraints = [
            models.UniqueConstraint(fields=["help_request", "day"], name="paper_scans_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}: {self.number}"


class Arrival(models.Model):
    """One row stands for one neighbour who came by the poster of one request and left his address."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    help_request = models.ForeignKey(
        HelpRequest, models.CASCADE, related_name="arrivals", verbose_name=_("request for help")
    )
    volunteer = models.ForeignKey(
        Volunteer, models.CASCADE, related_name="arrivals", verbose_name=_("volunteer")
    )
    is_new = models.BooleanField(_("signed up with it"))
    at = models.DateTimeField(_("time"))

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("neighbour by a poster")
        verbose_name_plural = _("neighbours by a poster")
        constraints = [
            models.UniqueConstraint(fields=["help_request", "volunteer"], name="paper_arrival_once"),
        ]

    def __str__(self) -> str:
        return f"{self.help_request.reference} ← {self.volunteer}"

    @property
    def epoch(self) -> int:
        """The volunteer's: what ends his other links ends this one."""
        return self.volunteer.epoch

    def token(self) -> str:
        """The link in his letter: shows what the poster is about, and claims by POST."""
        return tokens.make("arrival", self.uuid, self.epoch)
