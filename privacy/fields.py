"""Model fields whose column holds a locked text."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.functions import Cast
from django.db.models.lookups import Exact

from privacy.crypto import decrypt, encrypt


class EncryptedTextField(models.TextField):
    """A text that is readable in Python and locked in the database; empty stays empty.

    It cannot be searched: store a blind index beside it where rows must be found.
    """

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return encrypt(text) if text else text

    def from_db_value(
        self, value: str | None, expression: Any, connection: BaseDatabaseWrapper
    ) -> str | None:
        return decrypt(value) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        """Only emptiness can be asked of a locked column; anything else would silently find nothing."""
        if lookup_name not in {"isnull"}:
            raise TypeError(f"{self.name} is encrypted: look it up by its blind index")
        return super().get_lookup(lookup_name)


class BlindIndexField(models.CharField):
    """The keyed fingerprint of an encrypted neighbour column."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 64
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)


def is_empty(column: str) -> Exact:
    """The condition that a locked column holds nothing: all that the database can know of it."""
    return Exact(Cast(column, models.TextField()), models.Value(""))
