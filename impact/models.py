"""What was published, day by day, and where volunteers are missing: numbers and places, nobody's rows."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Published(models.Model):
    """One row stands for all figures up to the end of one day, as everybody may see them; never changed.

    Each figure counts from the first day on, and is rounded (impact/rounding.py).
    `totals` maps a measure's code to its number, `areas` a measure's code to
    numbers by area, `facts` holds what is no count: waiting times in minutes.
    """

    day = models.DateField(_("up to the end of"), unique=True)
    made_at = models.DateTimeField(_("computed"))
    totals = models.JSONField(_("in all"), default=dict)
    areas = models.JSONField(_("by area"), default=dict)
    facts = models.JSONField(_("waiting times"), default=dict)

    class Meta:
        ordering = ("-day",)
        verbose_name = _("published figures")
        verbose_name_plural = _("published figures")

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"


class Coverage(models.Model):
    """One row stands for one look at where a request would find too few volunteers.

    `places`: a list of [municipality, postcodes, {offer's code: volunteers found at most}],
    with the offers for which there are too few.
    """

    made_at = models.DateTimeField(_("computed"), unique=True)
    wanted = models.PositiveSmallIntegerField(_("volunteers wanted for one request"))
    places = models.JSONField(_("places"), default=list)

    class Meta:
        ordering = ("-made_at",)
        verbose_name = _("coverage")
        verbose_name_plural = _("coverage")

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}"
