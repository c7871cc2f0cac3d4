"""What an operator reads out beside each field, in the language of the caller and not in her own."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from catalogue import consents


def lines(language: str, *, for_other: bool = False) -> dict[str, str]:
    """A sentence for each field of the desk that has one, by the field's name."""
    with translation.override(language):
        said = {
            "phone": _("Good day, this is %(service)s. On which number can we ring you back?"),
            "name": _("What is your name, please?"),
            "postcode": _("What is your postcode?"),
            "municipality": _("In which municipality do you live?"),
            "street": _("In which street do you live, at which number? Is there a box?"),
            "kind": _("What can we do for you?"),
            "notes": _("What shall I write on the list? Please tell me nothing about your health."),
            "when": _("When do you need it? Once, or every week?"),
            "asked_by": _("Are you asking for yourself? If not: what is your own name?"),
            "consent": str(consents.ASK.words),
        }
        if for_other:
            said["consent"] += f" {consents.ASK_FOR_OTHER.words}"
        return {name: text % {"service": settings.SERVICE["name"]} for name, text in said.items()}


def farewell(language: str, *, urgent: bool) -> list[str]:
    """What the caller is told when the request is written down; the number and the words are said between."""
    with translation.override(language):
        soon = _("One of them rings, usually within a few hours.")
        later = _("One of them rings, usually within a day.")
        return [
            _("This is the number of your request. Please write it down."),
            _("The volunteer says these words to you. Who does not know them has not been sent by us."),
            soon if urgent else later,
        ]
