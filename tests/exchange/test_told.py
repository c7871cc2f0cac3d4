"""What the pages of the exchange say when they say no, or not yet."""

import pytest
from django.urls import reverse
from django.utils import timezone

from exchange.models import Export
from tests import cast, staff
from tests.exchange import lists
from tests.exchange.test_pages import WISH, words

pytestmark = pytest.mark.django_db


def test_a_short_list_that_waits_for_the_week_says_so_to_both() -> None:
    chief, other = staff.member("administrator"), staff.member("coordinator")
    cast.volunteer(now=timezone.now())
    desk = lists.at_her_desk(chief)
    desk.post(reverse("exchange:exports"), WISH)
    Export.objects.update(count=100)

    page = desk.post(reverse("exchange:exports"), WISH)["Location"]

    hers = words(desk.get(page))
    assert "With your other lists of this week it would be more than 100 people." in hers
    assert "Fetch the file" not in hers
    his = words(lists.at_her_desk(other).get(page))
    assert "With the other lists that this person had this week, it would be more than 100 people." in his
    assert "Yes, I agree" in his
