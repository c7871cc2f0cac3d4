"""What a form says about a fault, in our own words: short, and the same on paper, phone and page."""

from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

# By the codes of Django's own checks. A field that has words of its own for one of them keeps those.
WORDS: dict[str, Any] = {
    "required": _("Please answer this."),
    "invalid": _("Please look at this again."),
    "invalid_choice": _("Choose one of these."),
    "invalid_list": _("Choose one of these."),
    "max_length": _("Please write a little less."),
    "null_characters_not_allowed": _("There is a sign that we cannot read."),
}


def strangers(field: forms.Field) -> dict[str, Any]:
    """The messages of a field, by their codes, that are a library's and not ours."""
    theirs = _libraries(type(field))
    codes = {*field.error_messages, *(getattr(each, "code", "invalid") for each in field.validators)}
    found = {code: field.error_messages.get(code) for code in codes}
    return {code: words for code, words in found.items() if words is None or id(words) in theirs}


def speak_plainly(field: forms.Field) -> None:
    """Put our words in place of a library's."""
    for code in strangers(field):
        field.error_messages[code] = WORDS[code]
    if isinstance(field, forms.ModelChoiceField):  # it asks this one outside its list of checks
        words = WORDS["null_characters_not_allowed"]
        vars(field)["validate_no_null_characters"] = ProhibitNullCharactersValidator(message=words)


def _libraries(kind: type[forms.Field]) -> set[int]:
    """The messages that the field's classes bring along and that no room of the house has written."""
    brought = [
        vars(each).get("default_error_messages", {})
        for each in kind.__mro__
        if each.__module__.split(".")[0] in ("django", "phonenumber_field")
    ]
    return {id(words) for messages in brought for words in messages.values()}
