"""What is said aloud: the reference on the phone, the code word at the door."""

import secrets

from django.utils import translation
from django.utils.translation import gettext as _

DIGITS = "0123456789"


def new_reference() -> str:
    """Six random digits; not in sequence, so that nobody can count or guess his neighbours'."""
    return "".join(secrets.choice(DIGITS) for _position in range(6))


def new_code_word(language: str) -> str:
    """Two words that a volunteer says at the door, in the language of the person behind it."""
    with translation.override(language):
        # Translators: twenty-four short words that every child knows and that are hard to mishear.
        words = _(
            "tulip apple bicycle candle kettle sparrow garden pepper button lantern cherry blanket "
            "window basket rabbit pencil butter mirror island feather pillow carrot bridge ribbon"
        ).split()
    first = secrets.choice(words)
    return f"{first} {secrets.choice([word for word in words if word != first])}"
