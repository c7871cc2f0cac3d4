"""The room's name for Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutsideConfig(AppConfig):
    """Below level 0: imports nothing of the house, and every room may import it."""

    name = "outside"
    verbose_name = _("servers outside")
