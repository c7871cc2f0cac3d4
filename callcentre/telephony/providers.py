"""The telephonies that we understand: a new one is a module beside this one, and its name here."""

from django.conf import settings

from callcentre.telephony import aircall
from callcentre.telephony.contract import Telephony

PROVIDERS: dict[str, Telephony] = {each.name: each for each in (aircall.TELEPHONY,)}


def in_use() -> Telephony | None:
    """The one that the setting names; None if there is none."""
    return PROVIDERS.get(settings.TELEPHONY.provider)
