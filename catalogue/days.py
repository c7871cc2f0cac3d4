"""Days in words as people say them: in French the first of a month is "1er"."""

import re
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language

# A day that stands before the name of a month; Django's formats know no ordinal but the English ones.
MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
FIRST = re.compile(rf"(?<!\d)1(?= (?:{'|'.join(MONTHS)}))")


def spoken(text: str) -> str:
    """A formatted date as one says it in the language in force; the rest of the text stays."""
    return FIRST.sub("1er", text) if (get_language() or "").startswith("fr") else text


def in_words(day: date, form: Any) -> str:
    """The day in one of Django's formats, in the language in force."""
    return spoken(date_format(day, form))
