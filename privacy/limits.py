"""How often somebody may try a door: counted in rows, so that all processes count together."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest

from privacy.crypto import blind_index
from privacy.models import Tries

ONE_HOUSE = 64  # bits: an IPv6 household has so many of its own to change, and is one visitor all the same
EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Limit:
    """So many tries in each stretch of time; the stretches are fixed ones since `EPOCH`."""

    name: str
    most: int
    within: timedelta

    def spend(self, who: str, now: datetime) -> bool:
        """Count one try; whether it is one of those that are free."""
        stretch = (now - EPOCH) // self.within
        key = blind_index(f"{self.name}:{who}:{stretch}")
        _count(key, EPOCH + (stretch + 1) * self.within)
        return Tries.objects.values_list("count", flat=True).get(key=key) <= self.most

    def give_back(self, who: str, now: datetime) -> None:
        """That try was a good one and does not count."""
        key = blind_index(f"{self.name}:{who}:{(now - EPOCH) // self.within}")
        Tries.objects.filter(key=key, count__gt=0).update(count=F("count") - 1)


def _count(key: str, until: datetime) -> None:
    """One more in this row. The UPDATE counts right whoever else counts at this moment."""
    more = Tries.objects.filter(key=key)
    if not more.update(count=F("count") + 1):
        try:
            with transaction.atomic():
                Tries.objects.create(key=key, count=1, until=until)
        except IntegrityError:  # somebody else was first to make the row
            more.update(count=F("count") + 1)


def alone(name: str, who: str, now: datetime) -> None:
    """Until this transaction ends nobody else comes past here with the same name and the same `who`.

    Whoever comes second waits for the row that the first has counted in, and then sees all that the first
    has written. Must be called inside a transaction, before what it guards is read.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("alone() guards nothing outside a transaction")
    _count(blind_index(f"{name}:{who}"), now + timedelta(hours=1))


def visitors_address(request: HttpRequest) -> str:
    """Where a visitor comes from: an IPv4 address, or the network of an IPv6 household.

    Each proxy of ours appends the address that it saw, so the one to believe is as
    far from the end as we have proxies (TRUSTED_PROXIES); what stands before it the
    visitor may have made up.
    """
    seen = [each.strip() for each in request.headers.get("X-Forwarded-For", "").split(",") if each.strip()]
    seen.append(request.META.get("REMOTE_ADDR", ""))
    written = seen[max(len(seen) - 1 - settings.TRUSTED_PROXIES, 0)]
    try:
        address = ip_address(written)
    except ValueError:  # a socket has no address, and a fool's header no meaning
        return ""
    if address.version == 6 and address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network(f"{address}/{ONE_HOUSE}", strict=False)) if address.version == 6 else str(address)


def forget(now: datetime) -> int:
    """Delete the counts of stretches that are over; return how many."""
    return Tries.objects.filter(until__lte=now).delete()[0]
