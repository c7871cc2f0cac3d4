"""The rows of the call centre."""

from callcentre.models.calls import Call, Direction, Outcome
from callcentre.models.people import Operator, Shift
from callcentre.models.tasks import RINGS_BACK, CallTask, Reason
from callcentre.models.telephony import Ring, TelephonyEvent

__all__ = [
    "RINGS_BACK",
    "Call",
    "CallTask",
    "Direction",
    "Operator",
    "Outcome",
    "Reason",
    "Ring",
    "Shift",
    "TelephonyEvent",
]
