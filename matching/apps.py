"""The matching room, as Django sees it, and the letters that it writes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchingConfig(AppConfig):
    """Level 3."""

    name = "matching"
    verbose_name = _("Matching")

    def ready(self) -> None:
        from letters import kinds
        from matching import letters

        kinds.register("invitation", letters.invitation, kinds.WAVE)
        kinds.register("contact", letters.contact, kinds.URGENT)
        kinds.register("matched", letters.matched, kinds.URGENT)
        kinds.register("no_longer_needed", letters.no_longer_needed, kinds.URGENT)
        kinds.register("expired", letters.expired, kinds.USUAL)
