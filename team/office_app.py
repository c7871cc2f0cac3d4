"""Django's admin as an app of this house: its site is ours, see team/site.py."""

from django.contrib.admin.apps import AdminConfig


class OfficeConfig(AdminConfig):
    """The admin, behind the team's own door."""

    default_site = "team.site.Office"
