"""The wiring, as Django sees it."""

from django.apps import AppConfig


class CovidsolConfig(AppConfig):
    """Holds no rows; brings the checks and the commands."""

    name = "covidsol"

    def ready(self) -> None:
        from covidsol import checks

        checks.register_all()
