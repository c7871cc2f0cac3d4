"""What a session has uncovered of persons, and until when; both the office and the desk keep it so."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest


@dataclass(frozen=True)
class Uncovered:
    """Rows that this session may show for a while: under which key it keeps them, how long, how many."""

    key: str
    span: timedelta
    most: int

    def is_open(self, request: HttpRequest, subject: UUID, now: datetime) -> bool:
        """Whether the row may be shown at this moment; looking changes nothing."""
        return subject.hex in self._open(request, now)

    def open(self, request: HttpRequest, subject: UUID, now: datetime) -> None:
        """Show it from now on; of too many the one that was opened first is covered again."""
        others = {key: until for key, until in self._open(request, now).items() if key != subject.hex}
        newest = list(others.items())[1 - self.most :]
        request.session[self.key] = {**dict(newest), subject.hex: (now + self.span).timestamp()}

    def _open(self, request: HttpRequest, now: datetime) -> dict[str, float]:
        kept: dict[str, float] = request.session.get(self.key, {})
        return {key: until for key, until in kept.items() if until > now.timestamp()}
