"""The call centre, as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CallcentreConfig(AppConfig):
    """Under the roof: may call any room below, and nobody calls it."""

    name = "callcentre"
    verbose_name = _("Call centre")

    def ready(self) -> None:
        from callcentre import checks

        checks.register_all()
