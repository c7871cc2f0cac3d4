"""The office's room, as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfficeConfig(AppConfig):
    """Under the roof: looks into every room and has no rows of its own."""

    name = "office"
    label = "office_pages"
    verbose_name = _("Office")
