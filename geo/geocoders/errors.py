"""What can go wrong outside, and how long a geocoder that sends us away is left alone."""

from datetime import timedelta

from geopy.exc import (
    GeocoderAuthenticationFailure,
    GeocoderInsufficientPrivileges,
    GeocoderQuotaExceeded,
    GeocoderRateLimited,
    GeopyError,
)

# geopy trusts that the answer has the right form, so a wrong one breaks anywhere in it.
OUTSIDE = (
    GeopyError,
    OSError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
# 401, 402, 403, 407: asking again at once only makes it worse, and a person must look.
SENT_AWAY = (GeocoderAuthenticationFailure, GeocoderInsufficientPrivileges, GeocoderQuotaExceeded)
HOUR, MINUTE, DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)


def rest_after(error: Exception) -> timedelta | None:
    """For how long everybody leaves the geocoder alone; None if the usual fuse is enough."""
    if isinstance(error, GeocoderRateLimited):
        asked = timedelta(seconds=min(error.retry_after or 0, DAY.total_seconds()))
        return max(MINUTE, asked)
    return HOUR if isinstance(error, SENT_AWAY) else None
