"""Who was asked for whom, and who said yes."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from geo.points import distance_band
from matching.report_rows import Report
from privacy import tokens
from privacy.fields import EncryptedTextField
from requests_app.models import HelpRequest
from volunteers.models import Volunteer

__all__ = ["Answer", "Invitation", "Match", "MatchQuerySet", "Outcome", "Report", "Way"]


class Answer(models.TextChoices):
    """What a volunteer answered to one letter."""

    NONE = "none", _("no answer yet")
    YES = "yes", _("yes")
    NO = "no", _("not this time")
    LATE = "late", _("yes, too late: in reserve")


class Way(models.TextChoices):
    """How a volunteer came to know of a request."""

    LETTER = "letter", _("by letter")
    PAGE = "page", _("found on the page")
    PHONE = "phone", _("by phone")
    PAPER = "paper", _("by a poster")


class Invitation(models.Model):
    """One row stands for one volunteer asked once for one request; nobody is asked twice."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    epoch = models.PositiveSmallIntegerField(default=0)
    help_request = models.ForeignKey(
        HelpRequest, models.CASCADE, related_name="invitations", verbose_name=_("request for help")
    )
    volunteer = models.ForeignKey(
        Volunteer, models.CASCADE, related_name="invitations", verbose_name=_("volunteer")
    )
    way = models.CharField(_("way"), max_length=6, choices=Way.choices, default=Way.LETTER)
    wave = models.PositiveSmallIntegerField(
        _("wave"), default=0, help_text=_("0: not in a wave, or first of all because they have met")
    )
    km = models.FloatField(
        _("distance (km)"), null=True, blank=True, help_text=_("none where distance is no matter")
    )
    asked_at = models.DateTimeField(_("asked"))
    answer = models.CharField(_("answer"), max_length=4, choices=Answer.choices, default=Answer.NONE)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    again_at = models.DateTimeField(_("asked from reserve"), null=True, blank=True)
    rung_at = models.DateTimeField(_("rung"), null=True, blank=True)

    class Meta:
        ordering = ("-asked_at", "-pk")
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        indexes = [
            models.Index(fields=["volunteer", "way", "asked_at"], name="invitation_letters_a_week"),
            models.Index(fields=["asked_at"], name="invitation_by_day"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(way__in=Way.values), name="invitation_way_known"),
            models.UniqueConstraint(fields=["help_request", "volunteer"], name="invitation_once"),
            models.CheckConstraint(condition=Q(answer__in=Answer.values), name="invitation_answer_known"),
            models.CheckConstraint(
                condition=Q(answer="none") | Q(answered_at__isnull=False), name="invitation_answer_has_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.help_request} → {self.volunteer}"

    @property
    def km_now(self) -> float | None:
        """Kilometres between the two as they live now; as they were asked, if one place is not known."""
        now = self.help_request.km_to(self.volunteer)
        return self.km if self.km is None or now is None else now

    @property
    def band_label(self) -> str:
        """How far it is, no more precisely than a volunteer may know before he says yes."""
        km = self.km_now
        return str(distance_band(km).label) if km is not None else ""

    def token(self) -> str:
        """The link in the letter: shows what it is about, and claims by POST."""
        return tokens.make("invitation", self.uuid, self.epoch)


class Outcome(models.TextChoices):
    """What became of a yes."""

    LIVE = "live", _("on it")
    DONE = "done", _("done")
    GIVEN_BACK = "given_back", _("given back")
    NOT_REACHED = "not_reached", _("could not reach the person")
    LAPSED = "lapsed", _("no report")
    RELEASED = "released", _("released by the team")
    ENDED = "ended", _("the request ended")
    NOBODY_CAME = "nobody_came", _("reported done, but nobody came")


class MatchQuerySet(models.QuerySet["Match"]):
    """Questions about many matches."""

    def live(self) -> "MatchQuerySet":
        """Those whose volunteer is on it."""
        return self.filter(outcome=Outcome.LIVE)

    def unanswered(self) -> "MatchQuerySet":
        """Those reported done, of which the person who was to be helped has not said how it went."""
        return self.filter(outcome=Outcome.DONE, went_well_at__isnull=True)

    def to_remind(self, now: datetime) -> "MatchQuerySet":
        """Those without a report whose volunteer has not been asked yet how it went."""
        return self.live().filter(remind_at__lte=now, reminded_at__isnull=True)

    def silent(self, now: datetime, reminded_by: datetime) -> "MatchQuerySet":
        """Those that lapse: no report in time, and reminded early enough to have answered."""
        return self.live().filter(lapses_at__lte=now, reminded_at__lte=reminded_by)


class Match(models.Model):
    """One row stands for one yes: one volunteer who takes on one place of one request."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    epoch = models.PositiveSmallIntegerField(default=0)
    help_request = models.ForeignKey(
        HelpRequest, models.CASCADE, related_name="matches", verbose_name=_("request for help")
    )
    volunteer = models.ForeignKey(
        Volunteer, models.CASCADE, related_name="matches", verbose_name=_("volunteer")
    )
    invitation = models.ForeignKey(Invitation, on_delete=models.SET_NULL, null=True, related_name="matches")
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices, default=Outcome.LIVE)
    claimed_at = models.DateTimeField(_("said yes"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    remind_at = models.DateTimeField(_("reminder"), help_text=_("no report by then: the volunteer is asked"))
    lapses_at = models.DateTimeField(_("lapses"), help_text=_("no report by then: others are asked"))
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes it took"), null=True, blank=True, help_text=_("as the volunteer told; none if he did not")
    )
    went_well_at = models.DateTimeField(
        _("it went well"), null=True, blank=True, help_text=_("the person who was helped says so")
    )
    note = EncryptedTextField(_("a word to the team"), blank=True)
    noted_at = models.DateTimeField(_("written"), null=True, blank=True)
    # a coordinator has looked at how it ended and found nothing in it, see matching/watch.py
    looked_into_at = models.DateTimeField(_("looked into"), null=True, blank=True, editable=False)

    objects = MatchQuerySet.as_manager()

    class Meta:
        ordering = ("-claimed_at", "-pk")
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        indexes = [
            models.Index(fields=["remind_at"], condition=Q(outcome="live"), name="match_reminders_due"),
            models.Index(fields=["lapses_at"], condition=Q(outcome="live"), name="match_lapses_due"),
            models.Index(fields=["volunteer"], condition=Q(outcome="live"), name="match_tasks_of"),
            models.Index(
                fields=["reminded_at"],
                condition=Q(outcome="live", reminded_at__isnull=False),
                name="match_silent",
            ),
            models.Index(fields=["claimed_at"], name="match_by_day"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["help_request", "volunteer"], condition=Q(outcome="live"), name="match_live_once"
            ),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="match_outcome_known"),
            models.CheckConstraint(
                condition=Q(outcome="live", ended_at__isnull=True)
                | (~Q(outcome="live") & Q(ended_at__isnull=False)),
                name="match_ended_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.help_request} ↔ {self.volunteer} ({self.get_outcome_display()})"

    @property
    def is_live(self) -> bool:
        """Whether the volunteer is still on it, and may see whom he helps."""
        return self.outcome == Outcome.LIVE

    def token(self) -> str:
        """The second link, which only the claimer gets: shows the person."""
        return tokens.make("match", self.uuid, self.epoch)
