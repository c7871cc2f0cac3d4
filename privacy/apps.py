"""The privacy room, as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    """Level 0: imports nothing of the house."""

    name = "privacy"
    verbose_name = _("Privacy")
