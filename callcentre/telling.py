"""How a request stands, in one sentence that an operator reads out to the person who asked."""

from django.utils import translation
from django.utils.translation import gettext as _

from requests_app.models import HelpRequest, Hold, Status


def sentence(row: HelpRequest, helpers: list[str], language: str) -> str:
    """What to tell the caller; `helpers` are the first names of those who are on it."""
    with translation.override(language):
        if row.goes_on:
            return _("You asked us twice. We have put both together. It goes on under the other number.")
        if helpers and not row.has_ended:
            names = _(" and ").join(helpers)
            text = _("%(volunteer)s has said yes and will ring soon, if not already done.")
            return text % {"volunteer": names}
        return _held(row) if row.status == Status.HELD else _without_helper(row)


def _held(row: HelpRequest) -> str:
    if row.hold == Hold.NOT_REACHED:
        return _("A volunteer rang and could not reach anybody. On which number can we reach you?")
    if row.hold == Hold.NO_PLACE:
        return _("We could not find your address yet. Please tell me once more where you live.")
    return _("Somebody of our team looks at your request first and rings you.")


def _without_helper(row: HelpRequest) -> str:
    if row.status == Status.OPEN and row.handed_over_at:
        return _("Nobody has said yes to our letters yet. Now our team rings volunteers, one by one.")
    return {
        Status.OPEN: _("We are asking volunteers. Nobody has said yes yet. We go on looking."),
        Status.MATCHED: _("Somebody has said yes and will ring you."),
        Status.REFERRED: _("Another organisation near you takes care of it and will ring you."),
        Status.DONE: _("We have heard that it is done. We hope that all is well."),
        Status.CANCELLED: _("It was cancelled. Nobody will ring you about it any more."),
        Status.EXPIRED: _("We are sorry: nobody could come in time. We look for another way together."),
    }[Status(row.status)]
