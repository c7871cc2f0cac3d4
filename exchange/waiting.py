"""What waits for a second person's leave, for the office's first page."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from exchange.models import AGREE_WITHIN, Export, Mailing

OPEN = {"approved_at__isnull": True, "stopped_at__isnull": True}
MOST = 5  # on the first page; the lists show the others


@dataclass(frozen=True)
class Waiting:
    """One wish: whether it is a letter or a file, for how many people, and its page."""

    is_letter: bool
    count: int
    url: str


def look(me: str, has_right: bool, now: datetime) -> list[Waiting]:
    """Wishes of others that this person may agree to, the oldest first; letters before files."""
    since = now - AGREE_WITHIN
    letters = Mailing.objects.filter(asked_at__gt=since, **OPEN)
    files = Export.objects.filter(asked_at__gt=since, **OPEN)
    if not has_right:
        files = files.filter(has_right=True)
    return [
        *(_of(each, "mailing") for each in letters.exclude(by=me).order_by("asked_at")[:MOST]),
        *(_of(each, "export") for each in files.exclude(by=me).order_by("asked_at")[:MOST]),
    ]


def _of(row: Mailing | Export, page: str) -> Waiting:
    return Waiting(page == "mailing", row.count, reverse(f"exchange:{page}", args=[row.uuid]))
