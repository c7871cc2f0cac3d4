"""The books in words: what an event, a letter and an actor are called in the story of a row."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.report_rows import Verdict, What

EVENTS: dict[str, Any] = {
    "contact.revealed": gettext_lazy("The volunteer has seen name, phone and address"),
    "contact.shown": gettext_lazy("Personal data was shown to the team"),
    "numbers.revealed": gettext_lazy("Phone numbers of volunteers were shown to the team"),
    "request.call_list": gettext_lazy("On the call list: people ring"),
    "request.ring": gettext_lazy("Put on the call list by the team"),
    "request.widened": gettext_lazy("Search made wider: also those who live farther away are rung"),
    "request.referred": gettext_lazy("Referred to"),
    "request.merged": gettext_lazy("Closed: the same as"),
    "request.took_in": gettext_lazy("Took in the same request"),
    "request.forgotten": gettext_lazy("The person had name and address erased"),
    "match.nobody_came": gettext_lazy("The person says that nobody came"),
    "report.person": gettext_lazy("The person says that something was not right:"),
    "report.volunteer": gettext_lazy("The volunteer says that something was not right:"),
    "report.more": gettext_lazy("Said again, with more:"),
    "report.settled": gettext_lazy("Settled what was reported:"),
    "caller.looked_up": gettext_lazy("Shown at the desk: the person rang, or was looked up"),
    "caller.cancel": gettext_lazy("Cancelled at the desk, for the caller"),
    "caller.well": gettext_lazy("The caller says that it went well"),
    "caller.nobody_came": gettext_lazy("The caller says that nobody came"),
    "caller.letter": gettext_lazy("The confirmation was sent again, for the caller"),
    "call.opened": gettext_lazy("A call was opened at the desk"),
    "request.found": gettext_lazy("Stood masked in what a search at the desk found"),
    "request.revealed": gettext_lazy("Opened at the desk"),
    "match.still_on_it": gettext_lazy("The volunteer says on the phone: still on it"),
    "number.revealed": gettext_lazy("Name and number were shown, to ring the person"),
    "requests.searched": gettext_lazy("Somebody has searched"),
    "request.moved": gettext_lazy("The address was changed"),
    "request.list_changed": gettext_lazy("The list was changed"),
    "request.phone_changed": gettext_lazy("Phone number changed"),
    "request.placed": gettext_lazy("Put at a place by hand"),
    "volunteer.rung": gettext_lazy("A volunteer was rung"),
    "volunteer.approved": gettext_lazy("Approved"),
    "volunteer.blocked": gettext_lazy("Blocked: no letters and no links"),
    "return.phone": gettext_lazy("Held back: the same phone as somebody who was stopped"),
    "return.email": gettext_lazy("Held back: the same e-mail as somebody who was stopped"),
    "return.settled": gettext_lazy("May help: does not count as the one who was stopped"),
    "watch.nothing": gettext_lazy("Many addresses seen, few done: looked into, nothing in it"),
    "volunteer.undeliverable": gettext_lazy("Letters come back: none are sent"),
    "volunteer.deliverable": gettext_lazy("Letters are sent again"),
    "volunteer.email_changed": gettext_lazy("E-mail address changed"),
    "volunteer.phone": gettext_lazy("Phone number changed"),
    "volunteer.wishes": gettext_lazy("Wishes changed"),
    "volunteer.no_news": gettext_lazy("No more weekly letter about what happens nearby"),
    "volunteer.moved": gettext_lazy("The address was changed"),
    "volunteer.placed": gettext_lazy("Put at a place by hand"),
    "volunteer.second_place": gettext_lazy("Second place changed"),
    "volunteer.unsubscribed": gettext_lazy("Wants no more letters"),
    "volunteers.imported": gettext_lazy("A list of volunteers was taken in"),
    "export.asked": gettext_lazy("A list for outside was asked for"),
    "export.approved": gettext_lazy("A list for outside was agreed to"),
    "export.stopped": gettext_lazy("A list for outside was stopped"),
    "export.fetched": gettext_lazy("A list for outside was fetched"),
    "mailing.asked": gettext_lazy("A letter to many was written"),
    "mailing.approved": gettext_lazy("A letter to many was agreed to"),
    "mailing.stopped": gettext_lazy("A letter to many was stopped"),
    "volunteer.left": gettext_lazy("Has left"),
    "operator.approved": gettext_lazy("May take calls"),
    "operator.refused": gettext_lazy("Was told: not now"),
    "operator.left": gettext_lazy("Takes no more calls"),
    "operator.revealed": gettext_lazy("Phone and e-mail of who takes calls were shown"),
    "shift.taken": gettext_lazy("A shift was taken"),
    "shift.given_up": gettext_lazy("A shift was given up"),
    "account.opened": gettext_lazy("An account was opened"),
    "account.closed": gettext_lazy("An account was closed"),
    "account.roles": gettext_lazy("Roles of an account were changed"),
    "account.recovery_codes": gettext_lazy("New codes for paper"),
    "account.second_factor_reset": gettext_lazy("The second step of an account was reset"),
}
DETAILS = {"what": What.choices, "verdict": Verdict.choices}
LETTERS: dict[str, Any] = {
    "request_received": gettext_lazy("to the person: we have your request"),
    "place_not_found": gettext_lazy("to the person: we do not find the place"),
    "calling": gettext_lazy("to the person: now we ring"),
    "matched": gettext_lazy("to the person: somebody comes"),
    "looking_again": gettext_lazy("to the person: we look for somebody else"),
    "asked_again": gettext_lazy("to the person: we ask others, or did somebody come?"),
    "expired": gettext_lazy("to the person: we have found nobody"),
    "how_went": gettext_lazy("to the person: did somebody come?"),
    "invitation": gettext_lazy("to the volunteer: can you help?"),
    "free_again": gettext_lazy("to a volunteer in reserve: it is free again"),
    "contact": gettext_lazy("to the volunteer: whom to ring, and where"),
    "changed": gettext_lazy("to the volunteer: another list, or another number"),
    "reminder": gettext_lazy("to the volunteer: how did it go?"),
    "lapsed": gettext_lazy("to the volunteer: we ask others now"),
    "no_longer_needed": gettext_lazy("to the volunteer: you need not go any more"),
    "week_near_you": gettext_lazy("to a volunteer who waits: what happened nearby"),
    "claimer_unreachable": gettext_lazy("to the team: ring the volunteer"),
    "nobody_came": gettext_lazy("to the team: reported done, but nobody came"),
    "worry_raised": gettext_lazy("to the team: an operator is worried"),
    "late_post": gettext_lazy("to the team: letters are late"),
    "week_in_figures": gettext_lazy("to the team: the week in figures"),
    "volunteer_confirm": gettext_lazy("to who wants to help: please confirm"),
    "volunteer_known": gettext_lazy("to the volunteer: you are with us already"),
    "volunteer_welcome": gettext_lazy("to the volunteer: welcome"),
    "volunteer_new_email": gettext_lazy("to the volunteer: is this your new address?"),
    "volunteer_email_changes": gettext_lazy("to the volunteer: your address changes"),
    "volunteer_data": gettext_lazy("to the volunteer: what we know about you"),
    "paper_known": gettext_lazy("to the volunteer: you saw a poster"),
    "to_many": gettext_lazy("to many volunteers"),
    "operator_confirm": gettext_lazy("to who wants to take calls: please confirm"),
    "operator_known": gettext_lazy("to who wants to take calls: we have your offer"),
    "operator_no": gettext_lazy("to who wants to take calls: not now"),
    "operator_welcome": gettext_lazy("to the operator: welcome"),
    "shift_reminder": gettext_lazy("to the operator: your shift tomorrow"),
    "team_invited": gettext_lazy("to the team: your account"),
    "team_password": gettext_lazy("to the team: a new password"),
    "team_second_factor": gettext_lazy("to the team: your second step was reset"),
    "reported": gettext_lazy("to the team: something was not right"),
}


def event(action: str) -> str:
    """What happened; the book's own word for what has no other yet."""
    return str(EVENTS.get(action, action))


def detail(said: dict[str, Any]) -> str:
    """What a line of the book adds to the event: to whom it was referred, what was reported, the verdict."""
    codes = (str(dict(names).get(said.get(name, ""), "")) for name, names in DETAILS.items())
    return " ".join(each for each in (str(said.get("to", "")), *codes) if each)


def letter(kind: str) -> str:
    """What a letter says and to whom."""
    return str(LETTERS.get(kind, kind))


def actor(by: str) -> str:
    """Who did it, from the books' short names: `clock`, `staff:3`, `volunteer:…`, `requester`, `door:web`."""
    role, _colon, number = by.partition(":")
    names = {
        "clock": _("by itself"),
        "staff": _("team, account %(number)s") % {"number": number},
        "volunteer": _("volunteer"),
        "requester": _("the person"),
        "door": {"web": _("on the web"), "phone": _("by phone")}.get(number, number),
    }
    return names.get(role, by)
