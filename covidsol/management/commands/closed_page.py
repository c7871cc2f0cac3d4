"""The page of a closed site as one file, for a proxy that finds nobody behind it."""

import re
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.core.management.base import BaseCommand

from covidsol.broken import CLOSED, page

LINKS = re.compile(r'\s*<link rel="(?:stylesheet|icon)"[^>]*>')


class Command(BaseCommand):
    """Needs no database; what it prints needs no other file."""

    help = "Print the page to show while the site is closed or down, for your proxy to show at 502 to 504."

    def handle(self, *args: Any, **options: Any) -> None:
        style = f"<style>{Path(str(finders.find('css/site.css'))).read_text()}</style>"
        bare = LINKS.sub("", page(CLOSED))
        self.stdout.write(bare.replace("</head>", f"{style}\n</head>", 1))
