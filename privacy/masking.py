"""What a log line may not say: links that open doors, phone numbers, e-mail addresses."""

import logging
import re

PATTERNS = [
    (re.compile(r"[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])"), "[token]"),
    (re.compile(r"(?<=/a/)[^/\s]+"), "[code]"),  # of a poster
    (re.compile(r"[^\s@<>'\"/]{1,64}@[^\s@<>'\"/]{1,255}\.[A-Za-z]{2,}"), "[e-mail]"),
    # the same two where they stand in a query, as a browser writes them
    (re.compile(r"[^\s@<>'\"/&?=]{1,64}%40[^\s@<>'\"/&]{1,255}\.[A-Za-z]{2,}"), "[e-mail]"),
    (
        re.compile(r"(?<=[=&?/])(?:(?:%2B|%28|\+)\d|0)(?:(?:[+./-]|%[0-9A-Fa-f]{2}){0,3}\d){7,14}(?!\w)"),
        "[phone]",
    ),
    # begins with +, 0 or (0…), as numbers here do and years do not; separators as people write them
    (
        re.compile(r"(?<![\w.])(?!0\.\d{3})(?:\+|(?=0)|\((?=0\d{0,3}\)))(?:\d[\s./()-]{0,3}){8,14}\d(?!\w)"),
        "[phone]",
    ),
]


def masked(text: str) -> str:
    """The text with anything that looks like a token, an e-mail address or a phone number taken out."""
    for pattern, word in PATTERNS:
        text = pattern.sub(word, text)
    return text


class MaskingFilter(logging.Filter):
    """Masks the finished message and its traceback, so that no argument slips past."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = masked(record.getMessage()), ()
        if record.exc_info:
            # a formatter takes this text for the traceback if it is there
            record.exc_text = masked(record.exc_text or PLAIN.formatException(record.exc_info))
        return True


PLAIN = logging.Formatter()
