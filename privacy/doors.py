"""From the token in a link to the row it opens; all wrong keys look alike: a page that is not there."""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404

from privacy import tokens

Row = TypeVar("Row", bound=Model)


def behind(token: str, purpose: str, rows: QuerySet[Row]) -> tuple[Row, tokens.Standing]:
    """The row (with uuid and epoch) that a token of this purpose opens, and whether it is live or spent.

    Raises Http404 for garbage, for tokens of another purpose and for what is not among `rows`.
    """
    subject = tokens.subject_of(token)
    found: Any = rows.filter(uuid=subject).first() if subject else None
    standing = tokens.standing(token, purpose, found.uuid, found.epoch) if found else tokens.Standing.FORGED
    if standing is tokens.Standing.FORGED:
        raise Http404
    return found, standing


def live(token: str, purpose: str, rows: QuerySet[Row]) -> Row:
    """The same, where a spent key opens nothing either."""
    found, standing = behind(token, purpose, rows)
    if standing is not tokens.Standing.LIVE:
        raise Http404
    return found
