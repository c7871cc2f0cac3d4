"""The room's name for Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GeoConfig(AppConfig):
    """Level 0: imports nothing of the house."""

    name = "geo"
    verbose_name = _("places")

    def ready(self) -> None:
        from geo import checks

        checks.register_all()
