"""The rehearsal, as Django sees it: no tables, one command."""

from django.apps import AppConfig


class SimulationConfig(AppConfig):
    """Under the roof: it may call every room, nobody calls it."""

    name = "simulation"
