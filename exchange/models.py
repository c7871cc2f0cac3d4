"""What is handed in, taken out and sent to many: who wanted it, who agreed, and until when it holds."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q

from privacy.fields import EncryptedTextField
from volunteers.models import Volunteer

SHOWN_FOR = timedelta(hours=1)  # a checked file waits so long for the press that takes it
AGREE_WITHIN = timedelta(hours=24)
FETCH_WITHIN = timedelta(hours=1)
KEPT = timedelta(days=30)
FEW = 100  # so many rows may leave the house by one person's leave
WITHIN = timedelta(days=7)  # her lists of so long count together: a week's slices are not small lists


class Import(models.Model):
    """One row stands for one checked file; its rows are locked, and gone once taken or an hour old."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    by = models.CharField(max_length=60, help_text="staff:3; nobody else sees it")
    at = models.DateTimeField(db_index=True)
    source = EncryptedTextField(help_text="who collected the consents, and when")
    rows = EncryptedTextField(blank=True, help_text="what was checked, as JSON")
    new = models.PositiveIntegerField()
    known = models.PositiveIntegerField()
    faulty = models.PositiveIntegerField()
    done_at = models.DateTimeField(null=True, blank=True)
    made = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.new} new, {self.known} known, {self.faulty} faulty"


class TwoPeople(models.Model):
    """Something that one person asks for and another agrees to."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    by = models.CharField(max_length=60, help_text="who asks: staff:3")
    at = models.DateTimeField(db_index=True)
    group = models.JSONField(help_text="which volunteers, see exchange/groups.py")
    count = models.PositiveIntegerField(help_text="how many they were when it was asked")
    asked_at = models.DateTimeField(null=True, blank=True, help_text="when a second person was asked")
    approved_by = models.CharField(max_length=60, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.CharField(max_length=60, blank=True, help_text="who said no, or took it back")
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ("-at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by="") | ~Q(approved_by=F("by")), name="%(class)s_by_two_people"
            ),
        ]

    def waits(self, now: datetime) -> bool:
        """Whether a second person may still agree."""
        open_still = self.asked_at and not self.approved_at and not self.stopped_at
        return bool(open_still and self.asked_at and now < self.asked_at + AGREE_WITHIN)


class Export(TwoPeople):
    """One row stands for one file that somebody wants; it is made when it is fetched, and never kept."""

    form = models.CharField(max_length=4, help_text="xlsx or csv")
    reason = EncryptedTextField()
    has_right = models.BooleanField(help_text="whether the asker may take out lists at all")
    fetched_at = models.DateTimeField(null=True, blank=True)

    class Meta(TwoPeople.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.count} by {self.by}"

    @property
    def needs_another(self) -> bool:
        """Whether a second person must agree, as was decided when it was asked."""
        return self.asked_at is not None

    @property
    def waits_for_the_week(self) -> bool:
        """Whether it is short by itself, and too long only with the asker's other lists of the week."""
        return self.needs_another and self.has_right and self.count <= FEW

    def may_fetch(self, now: datetime) -> bool:
        """Whether the file may be fetched at this moment: once, within an hour of the leave."""
        leave = self.approved_at if self.needs_another else self.at
        return bool(leave and not self.fetched_at and not self.stopped_at and now < leave + FETCH_WITHIN)


class Mailing(TwoPeople):
    """One row stands for one letter to many, in one or more languages; the only place of its words."""

    texts = models.JSONField(help_text="subject and text by language")
    reached = models.PositiveBigIntegerField(
        default=0, help_text="volunteers up to this row have their letter"
    )
    posted = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(TwoPeople.Meta):
        indexes = [
            models.Index(
                fields=["approved_at"],
                condition=Q(approved_at__isnull=False, stopped_at__isnull=True, ended_at__isnull=True),
                name="mailing_going",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.count} by {self.by}"

    def words(self, language: str) -> dict[str, Any] | None:
        """Subject and text in this language; None if it is not written in it."""
        found: dict[str, Any] | None = self.texts.get(language)
        return found

    @property
    def goes(self) -> bool:
        """Whether letters of it are still to be sent."""
        return bool(self.approved_at and not self.stopped_at and not self.ended_at)


class Addressee(models.Model):
    """One row stands for one volunteer's letter of one mailing; its letter is about this row."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="addressees")
    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mailing", "volunteer"], name="addressee_once"),
        ]

    def __str__(self) -> str:
        return f"{self.mailing_id} {self.volunteer_id}"
