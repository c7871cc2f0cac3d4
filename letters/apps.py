"""The letters room, as Django sees it, and the one letter that it writes itself."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LettersConfig(AppConfig):
    """Level 0: knows no other app; they register their kinds of letter in their own ready()."""

    name = "letters"
    verbose_name = _("Letters")

    def ready(self) -> None:
        from anymail.signals import tracking

        from letters import checks, events, kinds, pulse

        checks.register_all()
        tracking.connect(events.on_tracking, dispatch_uid="letters")
        kinds.register("late_post", pulse.late_post, kinds.URGENT)
