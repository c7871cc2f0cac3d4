"""What a form says about a fault is ours: no sentence of Django's own catalogue reaches a reader."""

from collections.abc import Iterator
from importlib import import_module
from inspect import signature
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import translation
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext

from catalogue.forms import PlainForm
from catalogue.wording import WORDS, strangers
from matching.models import Match
from matching.report_rows import Side
from requests_app.models import HelpRequest
from tests.cast import NOON
from tests.house.source import modules
from tests.house.visitor import Visitor
from volunteers.models import Volunteer

LANGUAGES = [code for code, _name in settings.LANGUAGES]
HOSTILE = [[""], ["x"], ["x" * 9000], ["\0"], ["-1"], ["xx", "yy"], ["1050"], ["00/00/0000"]]
# Words of Django's that a reader would meet, in English as in its catalogue.
THEIRS = [
    "This field is required.",
    "Enter a list of values.",
    "Enter a valid value.",
    "Enter a valid date.",
    "Enter a valid email address.",
    "Null characters are not allowed.",
    "Select a valid choice. That choice is not one of the available choices.",
]


def forms_of_the_house() -> Iterator[type[PlainForm]]:
    """Every form that people fill in."""
    for module in modules():
        if "Form" not in module.text or module.name.endswith(("settings", "celery", "wsgi")):
            continue
        for found in vars(import_module(module.name)).values():
            if isinstance(found, type) and issubclass(found, PlainForm) and found.__module__ == module.name:
                yield found


def filled(form: type[PlainForm], data: dict[str, list[str]]) -> PlainForm:
    """The form with this in it, as it is at home."""
    at_home: dict[str, Any] = {
        "country": "BE", "needs_street": True, "for_other": True, "user": User(), "keys": "1",
        "needs_time": "1", "plan": {}, "now": NOON, "side": Side.PERSON,
        "row": HelpRequest(), "with_phone": True,
        "matches": [Match(volunteer=Volunteer(), claimed_at=NOON) for _number in range(2)],
    }  # fmt: skip
    more = {name: value for name, value in at_home.items() if name in signature(form).parameters}
    return form(data=MultiValueDict(data), **more)


def foreign(form: forms.BaseForm) -> list[str]:
    """The fields and codes for which a library would speak."""
    return [f"{name}: {code}" for name, field in form.fields.items() for code in strangers(field)]


@pytest.mark.django_db
def test_every_field_of_every_form_has_words_of_ours_for_all_that_can_be_wrong() -> None:
    found = list(forms_of_the_house())
    two_towns = {"postcode": ["1050"]}

    assert [f"{each.__name__} {fault}" for each in found for fault in foreign(filled(each, two_towns))] == []
    assert len(found) > 15


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_is_sent_by_hand_is_answered_in_our_words(language: str) -> None:
    with translation.override(language):
        theirs = {gettext(each) for each in THEIRS}
        choice = gettext("Select a valid choice. %(value)s is not one of the available choices.")
        said = {
            message
            for each in forms_of_the_house()
            for value in HOSTILE
            for messages in filled(each, dict.fromkeys(each.base_fields, value)).errors.values()
            for message in messages
        }

    assert len(said) > 20
    assert said & theirs == set()
    assert not [message for message in said if str(message).startswith(choice.partition("%")[0])]


@pytest.mark.django_db
def test_a_choice_that_is_not_there_is_told_so_on_the_page() -> None:
    with translation.override("fr"):
        ours = gettext(str(WORDS["invalid_choice"]))
    page = Visitor("fr").path("volunteers:register")

    shown = Client().post(page, {"kinds": "gold"}, follow=True).content.decode()

    assert ours != "Choose one of these."
    assert shown.count(ours) == 2


def test_a_planted_field_with_a_librarys_words_is_found() -> None:
    class Sulky(forms.Form):
        length = forms.ChoiceField(choices=[("a", "a")])
        note = forms.CharField(max_length=3, error_messages={"required": "Please."})

    assert sorted(foreign(Sulky())) == [
        "length: invalid_choice",
        "length: required",
        "note: max_length",
        "note: null_characters_not_allowed",
    ]
