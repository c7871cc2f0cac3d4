"""The team's room, as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TeamConfig(AppConfig):
    """Level 1: knows letters and the books, and nobody who asks or helps."""

    name = "team"
    verbose_name = _("Team")
