"""One cell of a spreadsheet: what must not come in, and how nothing that goes out is ever a formula."""

from typing import Any

from django.utils.translation import gettext as _

from privacy.cleaning import one_line

# A spreadsheet computes what begins so; the wide forms are what some programs make of them.
SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
MARK = "'"
LONGEST = 300  # letters in one cell; no column of ours takes more


def outgoing(value: Any) -> str:
    """The value as one line that every spreadsheet shows and none computes.

    A phone number in E.164 begins with a plus; `phone` writes it otherwise.
    """
    text = str(value)
    marked = text.lstrip(" \N{NO-BREAK SPACE}").startswith(SIGNS) or one_line(text).startswith(SIGNS)
    return f"{MARK}{one_line(text)}" if marked else one_line(text)


def phone(number: str) -> str:
    """ "+32470123456" as "0032470123456", which is text to a spreadsheet and a number to every phone."""
    is_e164 = number.startswith("+") and number[1:].isascii() and number[1:].isdigit()
    return f"00{number[1:]}" if is_e164 else outgoing(number)


def incoming(value: Any) -> str:
    """The text of a cell that came in: 1050.0 is "1050", and a mark of ours is taken off again."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "" if value is None else str(value).strip(" ")
    return text[1:] if text.startswith(MARK) and text[1:].startswith(SIGNS) else text


def fault(text: str, is_phone: bool) -> str:
    """What is wrong with a cell whatever its column, in the reader's language; "" if nothing is."""
    if len(text) > LONGEST:
        return _("This cell is too long.")
    if "<" in text or ">" in text:
        return _("Write plain text, without < and >.")
    begins = text.lstrip().startswith(SIGNS)
    if begins and not (is_phone and text.lstrip().startswith(("+", "＋"))):
        return _("This cell holds a formula. Write the text itself.")
    return ""
