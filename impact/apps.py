"""The window, as Django sees it, and the letter that it writes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImpactConfig(AppConfig):
    """Under the roof: reads any room below, and nobody below asks it."""

    name = "impact"
    verbose_name = _("Impact")

    def ready(self) -> None:
        from impact import nearby, weekly
        from letters import kinds

        kinds.register(weekly.KIND, weekly.week_in_figures, kinds.USUAL)
        kinds.register_many(nearby.KIND, nearby.weeks_near, kinds.AFTER_WAVES)
