"""Links and addresses of sign-ups that change between two presses."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from privacy.cleaning import NameField
from tests import cast
from tests.cast import NOON
from volunteers import membership
from volunteers.models import Status, Volunteer


def test_a_link_does_not_confirm_what_was_written_after_it(unconfirmed: Volunteer) -> None:
    seen = Volunteer.objects.get(pk=unconfirmed.pk)
    membership.register(cast.sign_up(email=unconfirmed.email, name="Somebody Else"), NOON)

    membership.confirm(seen, NOON)

    unconfirmed.refresh_from_db()
    assert unconfirmed.status == Status.UNCONFIRMED
    membership.confirm(unconfirmed, NOON)
    unconfirmed.refresh_from_db()
    assert (unconfirmed.status, unconfirmed.name) == (Status.ACTIVE, "Somebody Else")


def test_a_volunteer_lives_in_the_country_of_the_service(db: None, settings: Any) -> None:
    settings.COUNTRY = "FR"
    wanted = cast.sign_up(postcode="75011")

    membership.register(wanted, NOON)

    found = membership.find_by_email(wanted.email)
    assert found
    assert found.country == "FR"


@pytest.mark.parametrize("name", ["evil.com", "EVIL.COM now", "WWW.evil.be Jan", "http://x", "a@b"])
def test_no_address_passes_for_a_name(name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        NameField().clean(name)
    assert [each.code for each in refused.value.error_list] == ["not_a_name"]


@pytest.mark.parametrize("name", ["J. P. Dupont", "Nadia Zephirine-O’Neill", "D. Van den Berghe", "St. Vith"])
def test_a_name_with_a_full_stop_is_a_name(name: str) -> None:
    assert NameField().clean(name) == name
