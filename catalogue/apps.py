"""The catalogue, as Django sees it."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Level 0: imports nothing of the house and keeps no rows."""

    name = "catalogue"
