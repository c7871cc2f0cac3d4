"""The exchange, as Django sees it, and the one letter that it writes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    """Under the roof: may call any room below, and nobody calls it."""

    name = "exchange"
    verbose_name = _("Lists in and out")

    def ready(self) -> None:
        from exchange import letters
        from letters import kinds

        kinds.register_many("to_many", letters.to_many, kinds.AFTER_WAVES)
