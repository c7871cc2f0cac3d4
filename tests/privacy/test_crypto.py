"""Locks and fingerprints: readable with our keys, to nobody without them."""

from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.db import connection

from privacy import crypto
from privacy.fields import EncryptedTextField
from requests_app.models import HelpRequest
from tests import cast
from volunteers import membership
from volunteers.models import Volunteer

OLD, NEW, STRANGE = (Fernet.generate_key().decode() for _number in range(3))
TEXTS = ["Nadia Zephirine", "Rue du Canari 77", "李 محمد Nguyễn", "\n\t\0", "x" * 10_000]


def raw(model: Any, pk: int) -> dict[str, Any]:
    """The row as the database holds it, before any field has opened its lock."""
    table, key = (connection.ops.quote_name(name) for name in (model._meta.db_table, "id"))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE {key} = %s", [pk])  # noqa: S608
        names = [column[0] for column in cursor.description]
        return dict(zip(names, cursor.fetchone(), strict=True))


@pytest.mark.once
@pytest.mark.parametrize("text", TEXTS)
def test_what_is_locked_opens_again_and_never_looks_the_same_twice(text: str) -> None:
    first, second = crypto.encrypt(text), crypto.encrypt(text)

    assert crypto.decrypt(first) == crypto.decrypt(second) == text
    assert first != second
    assert text not in first


@pytest.mark.once
def test_an_old_key_in_second_place_still_opens_and_the_first_one_locks(settings: Any) -> None:
    settings.PRIVACY_KEYS = [OLD]
    before = crypto.encrypt("Nadia")
    settings.PRIVACY_KEYS = [NEW, OLD]
    after = crypto.encrypt("Nadia")

    assert crypto.decrypt(before) == "Nadia"
    settings.PRIVACY_KEYS = [NEW]
    assert crypto.decrypt(after) == "Nadia"
    with pytest.raises(crypto.Unreadable):
        crypto.decrypt(before)


@pytest.mark.once
@pytest.mark.parametrize("locked", ["", "plain text", "é" * 50, "gAAAAA==", "\0"])
def test_what_no_key_has_locked_is_unreadable(locked: str) -> None:
    with pytest.raises(crypto.Unreadable):
        crypto.decrypt(locked)


@pytest.mark.once
def test_a_locked_text_with_one_letter_changed_is_unreadable() -> None:
    locked = crypto.encrypt("Nadia")
    middle = len(locked) // 2
    changed = locked[:middle] + ("A" if locked[middle] != "A" else "B") + locked[middle + 1 :]

    with pytest.raises(crypto.Unreadable):
        crypto.decrypt(changed)


def test_the_columns_of_a_request_hold_nothing_readable_of_the_person(db: None) -> None:
    made = cast.help_request(email="nadia@example.org", asked_by="Karim Zephirine")
    row = raw(HelpRequest, made.pk)
    everything = " ".join(str(value) for value in row.values())

    for personal in ("Zephirine", "25123499", "Canari", "lait", "nadia@", "Karim", made.code_word):
        assert personal not in everything
    assert row["postcode"] == "1050", "the cursor does read the row"
    assert crypto.decrypt(row["name"]) == "Nadia Zephirine"


def test_the_columns_of_a_volunteer_hold_nothing_readable_of_the_person(victor: Volunteer) -> None:
    row = raw(Volunteer, victor.pk)
    everything = " ".join(str(value) for value in row.values())

    for personal in ("Victor", "Horta", victor.email, "example.org", victor.phone.lstrip("+")):
        assert personal not in everything
    assert crypto.decrypt(row["email"]) == victor.email


def test_an_empty_text_stays_empty(victor: Volunteer) -> None:
    assert victor.street == raw(Volunteer, victor.pk)["street"] == ""


@pytest.mark.parametrize("lookup", ["exact", "iexact", "contains", "in", "startswith", "gt", "regex"])
def test_a_locked_column_refuses_to_be_searched(db: None, lookup: str) -> None:
    with pytest.raises(TypeError, match="blind index"):
        Volunteer.objects.filter(**{f"name__{lookup}": "Victor"})
    assert not Volunteer.objects.filter(name__isnull=True).exists()


@pytest.mark.once
def test_a_locked_field_of_no_value_stays_without_one() -> None:
    field: Any = EncryptedTextField(null=True)

    assert field.get_prep_value(None) is None
    assert field.from_db_value(None, None, connection) is None


@pytest.mark.once
def test_equal_values_have_equal_fingerprints_which_the_key_alone_makes(settings: Any) -> None:
    settings.BLIND_INDEX_KEYS = [OLD]
    under_old = crypto.blind_index("+3225123499")

    assert under_old == crypto.blind_index("+3225123499")
    assert under_old != crypto.blind_index("+3225123498")
    settings.BLIND_INDEX_KEYS = [STRANGE]
    assert under_old != crypto.blind_index("+3225123499")
    assert len(under_old) == 64


def test_a_volunteer_is_found_after_the_index_key_was_changed(settings: Any, db: None) -> None:
    settings.BLIND_INDEX_KEYS = [OLD]
    victor = cast.volunteer(email="victor@example.org")

    settings.BLIND_INDEX_KEYS = [NEW, OLD]
    assert membership.find_by_email("VICTOR@example.org") == victor
    membership.register(cast.sign_up(email="victor@example.org"), cast.NOON)
    assert Volunteer.objects.count() == 1

    settings.BLIND_INDEX_KEYS = [NEW]
    assert membership.find_by_email("victor@example.org") is None
