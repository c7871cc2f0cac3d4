"""Opens an account of the team from the console: how a new house gets its first administrator."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import EmailValidator
from django.utils import timezone

from team import accounts, roles


class Command(BaseCommand):
    """The link is printed, and written in a letter too; asked again it prints the same link."""

    help = "Invite somebody to the team, and print the link by which the password is chosen."

    def add_arguments(self, parser: ArgumentParser) -> None:
        languages = [code for code, _name in settings.LANGUAGES]
        parser.add_argument("email")
        parser.add_argument("--role", choices=list(roles.BY_CODE), required=True)
        parser.add_argument("--language", choices=languages, default=languages[0])
        parser.add_argument("--name", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        email, name = options["email"], options["name"] or options["email"].partition("@")[0]
        EmailValidator(message=f"{email} is no e-mail address.")(email)
        now = timezone.now()
        try:
            user = accounts.invite(email, name, options["language"], options["role"], "console", now)
        except ValueError as error:
            raise CommandError(str(error)) from error
        if user.has_usable_password():
            self.stdout.write(f"{user.username} has a password already, and is {options['role']} now.")
        else:
            self.stdout.write(f"Open this within seven days, once:\n{accounts.link(user)}")
