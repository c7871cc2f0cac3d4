"""The requests' room, as Django sees it, and the letters that it writes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RequestsConfig(AppConfig):
    """Level 2."""

    name = "requests_app"
    verbose_name = _("Requests for help")

    def ready(self) -> None:
        from letters import kinds
        from requests_app import letters

        kinds.register("request_received", letters.received, kinds.USUAL)
        kinds.register("place_not_found", letters.place_not_found, kinds.USUAL)
