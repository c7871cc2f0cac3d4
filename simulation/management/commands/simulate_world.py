"""One process of `manage.py simulate`: reads a job, plays its worlds in a database in memory."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand

from simulation.child import Job, play


class Command(BaseCommand):
    """Started by `simulate`; of no use to anybody else."""

    help = "Part of `simulate`: read a job from standard input, play it, write lines of JSON."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        play(Job.loads(sys.stdin.read()), self.say)

    def say(self, news: dict[str, Any]) -> None:
        """One line, at once."""
        self.stdout.write(json.dumps(news))
        self.stdout.flush()
