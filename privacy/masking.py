"""What a log line may not say: links that open doors, phone numbers, e-mail addresses."""

import logging
import re

PATTERNS = [
    (re.compile(r"[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])"), "[token]"),
    (re.compile(r"[^\s@<>'\"/]+@[^\s@<>'\"/]+\.[A-Za-z]{2,}"), "[e-mail]"),
    (re.compile(r"(?<![\w.:-])(?:\+|00)?\d(?:[ ./]?\d){8,13}(?![\w.:-])"), "[phone]"),
]


def masked(text: str) -> str:
    """The text with anything that looks like a token, an e-mail address or a phone number taken out."""
    for pattern, word in PATTERNS:
        text = pattern.sub(word, text)
    return text


class MaskingFilter(logging.Filter):
    """Masks the finished message, so that no argument slips past."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = masked(record.getMessage()), ()
        return True
