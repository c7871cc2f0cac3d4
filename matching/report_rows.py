"""The rows of reports: one of two who have met says that something was not right."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from privacy.fields import EncryptedTextField


class Side(models.TextChoices):
    """Who says so; it is about the other one."""

    PERSON = "person", _("the person")
    VOLUNTEER = "volunteer", _("the volunteer")


class What(models.TextChoices):
    """What was not right, the gravest first: of two that one side says, the graver stands in the row."""

    WORRIED = "worried", _("worried about the person")
    CAME_IN = "came_in", _("came in or pushed")
    MONEY = "money", _("asked for money, or kept the change")
    NOT_RIGHT = "not_right", _("asked for something that is not right")
    RUDE = "rude", _("frightened somebody, or was rude")
    OTHER = "other", _("something else")


class Verdict(models.TextChoices):
    """What a coordinator has found, and done."""

    NOTHING = "nothing", _("nothing in it")
    SPOKEN = "spoken", _("spoken with both")
    BLOCKED = "blocked", _("volunteer blocked")
    SETTLED = "settled", _("settled")
    CANCELLED = "cancelled", _("request cancelled")


class ReportQuerySet(models.QuerySet["Report"]):
    """Questions about many reports."""

    def open(self) -> "ReportQuerySet":
        """Those that nobody of the team has settled."""
        return self.filter(settled_at__isnull=True)


class Report(models.Model):
    """One row stands for one thing that a coordinator must look into, however often it is said.

    What is not settled about a volunteer holds him back (`Volunteer.held_back_at`);
    only matching/reports.py writes the two.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    match = models.ForeignKey(
        "matching.Match", models.CASCADE, related_name="reports", verbose_name=_("match")
    )
    side = models.CharField(_("who says so"), max_length=9, choices=Side.choices)
    what = models.CharField(_("what was not right"), max_length=9, choices=What.choices)
    words = EncryptedTextField(_("in their own words"), blank=True)
    created_at = models.DateTimeField(_("said"))
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.CharField(_("settled by"), max_length=60, blank=True)
    verdict = models.CharField(_("verdict"), max_length=9, choices=Verdict.choices, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.UniqueConstraint(
                fields=["match", "side"], condition=Q(settled_at__isnull=True), name="report_open_once"
            ),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="report_side_known"),
            models.CheckConstraint(condition=Q(what__in=What.values), name="report_what_known"),
            models.CheckConstraint(
                condition=Q(verdict="", settled_at__isnull=True)
                | Q(verdict__in=Verdict.values, settled_at__isnull=False),
                name="report_settled_has_verdict",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()} – {self.get_what_display()}"
