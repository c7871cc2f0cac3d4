"""The matching room, as Django sees it, and the letters that it writes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchingConfig(AppConfig):
    """Level 3."""

    name = "matching"
    verbose_name = _("Matching")

    def ready(self) -> None:
        from letters import kinds
        from matching import checks, letters, welcome

        checks.register_all()
        kinds.register_many("invitation", letters.invitations, kinds.WAVE)
        kinds.register("contact", letters.contact, kinds.URGENT)
        kinds.register("changed", letters.changed, kinds.URGENT)
        kinds.register("matched", letters.matched, kinds.URGENT)
        kinds.register("no_longer_needed", letters.no_longer_needed, kinds.URGENT)
        kinds.register("expired", letters.expired, kinds.USUAL)
        kinds.register_many("free_again", letters.free_again, kinds.URGENT)
        kinds.register("calling", letters.calling, kinds.USUAL)
        kinds.register("reminder", letters.reminder, kinds.USUAL)
        kinds.register("lapsed", letters.lapsed, kinds.URGENT)
        kinds.register("claimer_unreachable", letters.claimer_unreachable, kinds.URGENT)
        kinds.register("looking_again", letters.looking_again, kinds.URGENT)
        kinds.register("how_went", letters.how_went, kinds.USUAL)
        kinds.register("nobody_came", letters.nobody_came, kinds.URGENT)
        kinds.register("reported", letters.reported, kinds.URGENT)
        kinds.register("volunteer_welcome", welcome.welcome, kinds.USUAL)
        kinds.register("asked_again", letters.asked_again, kinds.USUAL)
