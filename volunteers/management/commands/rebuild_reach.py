"""Makes the search rows of all volunteers anew; for after a change of their form, or a doubt."""

from typing import Any

from django.core.management.base import BaseCommand

from volunteers import reach


class Command(BaseCommand):
    """Safe while the service runs: each batch is one transaction."""

    help = "Make the search rows of all volunteers anew, and say how many were out of step."

    def handle(self, *args: Any, **options: Any) -> None:
        seen, mended = reach.rebuild()
        if options["verbosity"]:
            self.stdout.write(f"{seen} volunteers looked at, {mended} were out of step and are mended.")
