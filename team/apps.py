"""The team's room, as Django sees it, and the letters that it writes."""

from django.apps import AppConfig, apps
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_migrate, post_save
from django.utils.translation import gettext_lazy as _


class TeamConfig(AppConfig):
    """Level 1: knows letters and the books, and nobody who asks or helps."""

    name = "team"
    verbose_name = _("Team")

    def ready(self) -> None:
        from django.contrib.auth.models import User

        from letters import kinds
        from team import accounts, letters, roles, sessions

        kinds.register("team_invited", letters.invited, kinds.URGENT)
        kinds.register("team_password", letters.password, kinds.URGENT)
        kinds.register("team_second_factor", letters.second_factor, kinds.URGENT)
        post_save.connect(accounts.on_new_user, sender=User, dispatch_uid="team")
        user_logged_in.connect(sessions.begin, dispatch_uid="team")
        last = [each for each in apps.get_app_configs() if each.models_module][-1]
        post_migrate.connect(roles.after_migrating, sender=last, dispatch_uid="team")
