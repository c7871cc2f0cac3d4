"""The volunteers' room, as Django sees it, and the letters that it writes."""

from django.apps import AppConfig


class VolunteersConfig(AppConfig):
    """Level 2."""

    name = "volunteers"

    def ready(self) -> None:
        from letters import kinds
        from volunteers import letters

        kinds.register("volunteer_confirm", letters.confirm, kinds.URGENT)
        kinds.register("volunteer_known", letters.known, kinds.URGENT)
        kinds.register("volunteer_welcome", letters.welcome, kinds.USUAL)
