"""Django's admin as an app of this house: its site is ours, see team/site.py."""

from django.contrib.admin.apps import AdminConfig


class OfficeConfig(AdminConfig):
    """The admin, behind the team's own door."""

    default_site = "team.site.Office"

    def ready(self) -> None:
        """What other libraries show here would show keys, set passwords and hand out rights one by one."""
        from django.contrib import admin
        from django.contrib.auth.models import Group, User
        from django_otp.plugins.otp_static.models import StaticDevice
        from django_otp.plugins.otp_totp.models import TOTPDevice

        super().ready()
        admin.site.unregister([User, Group, TOTPDevice, StaticDevice])
