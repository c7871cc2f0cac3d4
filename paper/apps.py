"""The paper room, as Django sees it, and the letter that it writes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PaperConfig(AppConfig):
    """Level 4."""

    name = "paper"
    verbose_name = _("Posters")

    def ready(self) -> None:
        from letters import kinds
        from paper import letters

        kinds.register("paper_known", letters.known, kinds.URGENT)
