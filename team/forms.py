"""The forms of the team's door, and the one that invites."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from catalogue.forms import EmailField, PlainForm
from privacy.cleaning import LineField, NameField
from team.accounts import LONGEST_NAME
from team.roles import ROLES


def password_field(label: Any, autocomplete: str, help_text: Any = "") -> forms.CharField:
    """A password, as it is typed: spaces count, nothing is shown again."""
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete, "class": "w20"})
    return forms.CharField(
        label=label,
        widget=widget,
        strip=False,
        max_length=256,
        help_text=help_text,
        error_messages={"required": _("Write the password.")},
    )


class LoginForm(PlainForm):
    """Who are you?"""

    username = LineField(
        label=_("E-mail"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "username",
                "autocapitalize": "none",
                "spellcheck": "false",
                "inputmode": "email",
            }
        ),
        error_messages={"required": _("Write your e-mail address.")},
    )
    password = password_field(_("Password"), "current-password")

    def clean_username(self) -> str:
        """E-mail addresses are kept in small letters."""
        name: str = self.cleaned_data["username"]
        return name.lower() if "@" in name else name


class CodeForm(PlainForm):
    """The code of the second factor."""

    code = LineField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "class": "w10",
                "spellcheck": "false",
            }
        ),
        error_messages={"required": _("Write the code.")},
    )


class NewPasswordForm(PlainForm):
    """A new password, typed twice."""

    password = password_field(
        _("New password"), "new-password", _("12 characters or more. Three or four words are good.")
    )
    again = password_field(_("The same password again"), "new-password")

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        """Long enough, and not one that everybody has."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password

    def clean_again(self) -> str:
        """Typed the same twice."""
        again: str = self.cleaned_data["again"]
        if "password" in self.cleaned_data and again != self.cleaned_data["password"]:
            raise ValidationError(_("The two passwords are not the same."))
        return again


class ChangePasswordForm(NewPasswordForm):
    """The same for somebody who is in: she says the old one first."""

    old = password_field(_("Password until now"), "current-password")
    field_order = ("old", "password", "again")


class ForgottenForm(PlainForm):
    """To which mailbox shall the letter go?"""

    email = LineField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Write your e-mail address.")},
    )


class InviteForm(PlainForm):
    """Somebody who shall have an account."""

    email = EmailField(label=_("E-mail"))
    name = NameField(label=_("Name"), max_length=100)
    language = forms.ChoiceField(label=_("Letters in"), choices=settings.LANGUAGES)
    role = forms.ChoiceField(label=_("Role"), choices=[(role.code, role.label) for role in ROLES])

    def clean_email(self) -> str:
        """It becomes the user name, which is shorter than some addresses."""
        email: str = self.cleaned_data["email"]
        if len(email) > LONGEST_NAME:
            raise ValidationError(
                _("This is too long. Write %(limit_value)s letters at most.") % {"limit_value": LONGEST_NAME}
            )
        return email
