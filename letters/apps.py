"""The letters room, as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LettersConfig(AppConfig):
    """Level 0: knows no other app; they register their kinds of letter in their own ready()."""

    name = "letters"
    verbose_name = _("Letters")
