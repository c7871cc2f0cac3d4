"""The volunteers' room, as Django sees it, and the letters that it writes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VolunteersConfig(AppConfig):
    """Level 2."""

    name = "volunteers"
    verbose_name = _("Volunteers")

    def ready(self) -> None:
        from letters import kinds
        from volunteers import letters

        kinds.register("volunteer_confirm", letters.confirm, kinds.URGENT)
        kinds.register("volunteer_known", letters.known, kinds.URGENT)
        kinds.register("volunteer_new_email", letters.new_email, kinds.URGENT)
        kinds.register("volunteer_email_changes", letters.email_changes, kinds.URGENT)
        kinds.register("volunteer_data", letters.data, kinds.URGENT)
