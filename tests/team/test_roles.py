"""The roles have their rights whenever the tables are there, also after everything was flushed."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from team import roles


def rights() -> dict[str, int]:
    """How many rights each role has, as the tables say."""
    return {each.name: each.permissions.count() for each in Group.objects.all()}


@pytest.mark.django_db(transaction=True)
def test_a_flush_brings_the_roles_back_with_their_rights() -> None:
    wanted = {role.code: len(role.rights) for role in roles.ROLES}

    call_command("flush", interactive=False, verbosity=0)

    assert rights() == wanted
