"""The wiring, as Django sees it."""

from django.apps import AppConfig


class CovidsolConfig(AppConfig):
    """Holds no rows; brings the checks and the commands."""

    name = "covidsol"

    def ready(self) -> None:
        from django.conf import settings

        from covidsol import checks, wording

        checks.register_all()
        if settings.TEXTS:
            wording.replace(settings.TEXTS)
