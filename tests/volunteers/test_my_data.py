"""The file with all that we hold about one person: whole, readable, and for that person alone."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from letters.kinds import kind
from letters.models import Letter
from matching import claims, mydata, telling
from tests import cast
from tests.cast import invite
from tests.volunteers.conftest import url
from volunteers import mailbox, membership, whereabouts
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db


@pytest.fixture
def busy() -> Volunteer:
    """Somebody about whom there is something in every table."""
    translation.activate("en")
    now = timezone.now()
    made = cast.volunteer(now=now, street="Rue du Merle 3")
    match = claims.claim(invite(cast.help_request(now=now), [made], now)[0], now)
    claims.done(match, "volunteer", now)
    telling.tell(match, 60, "All went well", now)
    whereabouts.also_at(made, "1000", by=f"volunteer:{made.uuid}", now=now)
    mailbox.ask(made, "other@example.net", now)
    mydata.ask(made, now)
    return made


def fetched(client: Client, volunteer: Volunteer) -> Any:
    """The file, as it comes."""
    answer = client.get(url("data", volunteer.token("data")))
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer["Cache-Control"]
    return json.loads(answer.content)


def test_all_that_is_kept_is_in_it(client: Client, busy: Volunteer) -> None:
    found = fetched(client, busy)

    me = found["me"]
    assert (me["name"], me["email"], me["phone"]) == (busy.name, busy.email, busy.phone)
    assert (me["street"], me["work_postcode"], me["new_email"]) == (
        "Rue du Merle 3", "1000", "other@example.net",
    )  # fmt: skip
    columns = {each.attname for each in Volunteer._meta.concrete_fields}
    assert set(me) == columns - mydata.OURS - mydata.OF_OTHERS
    assert found["offers"][0] == "Do the shopping"
    assert [each["text"] for each in found["agreed_to"]] == ["charter"]
    assert [each["kind"] for each in found["asked_for"]] == ["Shopping"]
    assert [(each["outcome"], each["minutes"], each["note"]) for each in found["taken_on"]] == [
        ("done", 60, "All went well")
    ]
    assert {"volunteer_welcome", "contact", "volunteer_data"} <= {each["kind"] for each in found["letters"]}
    assert {"volunteer.second_place", "contact.revealed"} <= {each["action"] for each in found["diary"]}


def test_nothing_of_those_he_helped_and_nothing_of_others_is_in_it(client: Client, busy: Volunteer) -> None:
    other = cast.volunteer(name="Wim Sonneville", email="wim@example.org")
    claims.claim(invite(cast.help_request(), [other])[0], timezone.now())

    text = json.dumps(fetched(client, busy), ensure_ascii=False)

    for word in ("Nadia", "Zephirine", "Canari", "25123499", "du lait", "Sonneville", "wim@"):
        assert word not in text
    assert len(json.loads(text)["taken_on"]) == 1


def test_the_page_that_may_be_forwarded_gives_no_file_but_sends_a_letter(
    client: Client, busy: Volunteer
) -> None:
    Letter.objects.filter(kind="volunteer_data").delete()
    page, data = url("my_data", busy.token("own")), url("data", busy.token("data"))
    assert busy.street not in client.get(page).content.decode()
    assert client.get(data).status_code == 410

    for _press in range(2):
        assert "A letter is on its way" in client.post(page, follow=True).content.decode()

    (letter,) = Letter.objects.filter(kind="volunteer_data")
    message = kind("volunteer_data").compose(letter.subject)
    assert message
    assert message.to == busy.email
    assert busy.token("data") in message.context["button_url"]
    assert client.get(data).status_code == 200


def test_the_link_ends_after_a_day_with_a_new_epoch_and_with_him(client: Client, busy: Volunteer) -> None:
    data = url("data", busy.token("data"))
    for stranger in (busy.token("own"), busy.token("confirm"), "A" * 43):
        assert client.get(url("data", stranger)).status_code == 404

    Letter.objects.filter(kind="volunteer_data").update(created_at=timezone.now() - timedelta(hours=25))
    assert client.get(data).status_code == 410
    mydata.ask(busy, timezone.now() - timedelta(hours=2))
    assert client.get(data).status_code == 200
    membership.leave(busy, timezone.now())
    assert client.get(data).status_code == 410
