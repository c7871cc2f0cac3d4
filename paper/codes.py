"""The short code on a poster: made when somebody prints one, ended when she wants it ended."""

import re
import secrets
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from paper.models import Code
from requests_app.models import HelpRequest

# Nothing that looks like another sign on paper (0 o, 1 i l, u v), and no vowel, so that no word comes of it.
ALPHABET = "23456789bcdfghjkmnpqrstwxyz"
# 27^10 = 2·10^14. With a thousand posters up, a thousand guesses a second find one in a hundred million
# seconds, three years, and what they find is what every volunteer is told anyway. So nobody's address
# need be kept to count wrong guesses by.
LENGTH = 10
WRITTEN = re.compile(rf"[{ALPHABET}]{{{LENGTH}}}")
TRIES = 20


def find(text: str) -> Code | None:
    """The live code that somebody scanned or typed, in whatever case and grouping; None for anything else."""
    code = text.strip().lower().replace("-", "").replace(" ", "")
    if not WRITTEN.fullmatch(code):
        return None
    found = Code.objects.select_related("help_request").filter(code=code).first()
    return found if found and found.is_live else None


def of(help_request: HelpRequest) -> Code | None:
    """The request's live code; None as long as nobody has made a poster."""
    found = _live(help_request).select_related("help_request").first()
    return found if found and found.is_live else None


def make(help_request: HelpRequest, now: datetime) -> Code:
    """The request's live code, new if it has none; of two at once both get the same.

    Raises RuntimeError if no free code is found, which the length makes unthinkable.
    """
    for _attempt in range(TRIES):
        if found := of(help_request):
            return found
        code = "".join(secrets.choice(ALPHABET) for _position in range(LENGTH))
        try:
            with transaction.atomic():
                _live(help_request).exclude(epoch=help_request.epoch).update(ended_at=now)
                return Code.objects.create(
                    help_request=help_request, code=code, epoch=help_request.epoch, made_at=now
                )
        except IntegrityError:
            continue  # made at this very moment by another press, or the code is somebody else's
    raise RuntimeError("no free code")


def end(help_request: HelpRequest, now: datetime) -> bool:
    """Posters that hang somewhere open nothing from now on; False if there was no code."""
    return bool(_live(help_request).update(ended_at=now))


def _live(help_request: HelpRequest) -> QuerySet[Code]:
    return Code.objects.filter(help_request=help_request, ended_at=None)


def forget_codes(now: datetime) -> int:
    """Delete the codes of requests whose person has been forgotten by now; return how many."""
    return Code.objects.filter(help_request__erased_at__lte=now).delete()[0]
