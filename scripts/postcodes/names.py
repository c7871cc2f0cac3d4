"""What the sources have in common: how names are compared."""

import re
import unicodedata


def plain(name: str) -> str:
    """A name as two sources may both write it: no accents, capitals, hyphens or spaces."""
    ascii_name = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z]", "", ascii_name)
