"""The privacy room, as Django sees it."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Level 0: imports nothing of the house."""

    name = "privacy"
