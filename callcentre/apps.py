"""The call centre, as Django sees it, and the letters that it writes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CallcentreConfig(AppConfig):
    """Under the roof: may call any room below, and nobody calls it."""

    name = "callcentre"
    verbose_name = _("Call centre")

    def ready(self) -> None:
        from callcentre import alarms, checks
        from callcentre import letters as written
        from letters import kinds

        checks.register_all()
        kinds.register("operator_confirm", written.confirm, kinds.URGENT)
        kinds.register("operator_known", written.known, kinds.URGENT)
        kinds.register("operator_welcome", written.welcome, kinds.USUAL)
        kinds.register("operator_no", written.refused, kinds.USUAL)
        kinds.register("shift_reminder", written.reminder, kinds.USUAL)
        kinds.register("worry_raised", alarms.worry_raised, kinds.URGENT)
