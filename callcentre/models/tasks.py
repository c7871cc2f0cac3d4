"""What must be rung about, and who has it in hand."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    """Why somebody must be rung."""

    CALL_BACK = "call_back", _("wants to be called back")
    VOICEMAIL = "voicemail", _("left a message")
    CHECK = "check", _("check of a request from the web")
    NOBODY = "nobody", _("nobody has answered the letters")
    SILENT = "silent", _("a volunteer who said yes is silent")
    HOW_WENT = "how_went", _("did it work out?")
    TELL = "tell", _("the person does not know yet")
    WORRY = "worry", _("a worry")


# Who waits for a call of ours, whether they said so or left a message.
RINGS_BACK = (Reason.CALL_BACK, Reason.VOICEMAIL)


class TaskQuerySet(models.QuerySet["CallTask"]):
    """Questions about many call tasks."""

    def open(self) -> "TaskQuerySet":
        """Those not settled, due or not."""
        return self.filter(settled_at__isnull=True)

    def waiting(self, now: datetime) -> "TaskQuerySet":
        """Due, not settled, and in nobody's hands."""
        return self.due(now).filter(Q(held_until__isnull=True) | Q(held_until__lte=now))

    def due(self, now: datetime) -> "TaskQuerySet":
        """Due and not settled, whoever has them in hand; the longest due first."""
        return self.open().filter(due_at__lte=now).order_by("due_at", "pk")


class CallTask(models.Model):
    """One row stands for one thing that somebody must be rung about, until it is settled.

    The subject is the row that is the reason: a call, a request or a match.
    Taken by one operator at a time (compare-and-set on `held_until`), and free
    again when that time is over, so that a closed window forgets nothing.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices)
    subject = models.UUIDField(_("about"), db_index=True)
    purpose = models.CharField(max_length=80, unique=True, help_text="one task for one purpose")
    language = models.CharField(_("language"), max_length=2, blank=True)
    urgent = models.BooleanField(_("urgent"), default=False)
    created_at = models.DateTimeField(_("raised"))
    due_at = models.DateTimeField(_("due"))
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("in the hands of"),
    )
    held_until = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.CharField(_("settled by"), max_length=60, blank=True)
    result = models.CharField(_("result"), max_length=20, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ("due_at", "pk")
        verbose_name = _("call task")
        verbose_name_plural = _("call tasks")
        indexes = [
            models.Index(fields=["due_at"], condition=Q(settled_at__isnull=True), name="call_tasks_due"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(reason__in=Reason.values), name="call_task_reason_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}, {self.due_at:%Y-%m-%d %H:%M}"

    def is_in_hands(self, now: datetime) -> bool:
        """Whether somebody has it in hand at this moment."""
        return self.settled_at is None and self.held_until is not None and self.held_until > now
