"""The fuse before the mail server: after five failures in a row everybody rests, then one tries again."""

from datetime import datetime, timedelta

from django.db.models import F

from letters.models import Breaker

NAME = "mail"
FAILURES = 5
REST = timedelta(seconds=60)


def may_try(now: datetime) -> bool:
    """Whether this process may talk to the mail server: the fuse is whole, or it is the one to try it.

    The UPDATE names the end of the rest that we saw, so of many processes one
    tries, and the others rest for another minute.
    """
    fuse = Breaker.objects.filter(pk=NAME).first()
    if fuse is None or fuse.rests_until is None:
        return True
    if fuse.rests_until > now:
        return False
    return bool(Breaker.objects.filter(pk=NAME, rests_until=fuse.rests_until).update(rests_until=now + REST))


def failed(now: datetime) -> None:
    """One more failure; with the fifth in a row, or in a trial, the rest begins."""
    Breaker.objects.get_or_create(pk=NAME)
    Breaker.objects.filter(pk=NAME).update(failures=F("failures") + 1)
    Breaker.objects.filter(pk=NAME, failures__gte=FAILURES).update(rests_until=now + REST)


def worked() -> None:
    """The mail server took a letter."""
    Breaker.objects.filter(pk=NAME, failures__gt=0).update(failures=0, rests_until=None)
