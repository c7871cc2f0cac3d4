"""The window, as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImpactConfig(AppConfig):
    """Under the roof: reads any room below, and nobody below asks it."""

    name = "impact"
    verbose_name = _("Impact")
