"""Links that open one door each, and what becomes of any other key."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse

from privacy import doors, tokens
from privacy.tokens import Standing, make, standing
from requests_app.models import HelpRequest
from volunteers.models import Volunteer

ROW = UUID("5e2f7a51-0d3c-4c58-9a3e-0f3d6f1d2b11")
TOKEN = make("own", ROW, 2)
GARBAGE = [
    "",
    "a",
    "A" * 42,
    "A" * 43,
    "é" * 43,
    "李" * 43,
    "=" * 43,
    "a b",
    "A" * 10_000,
    "\0" * 43,
    "%00",
    "٣" * 43,
]


@pytest.mark.once
@pytest.mark.parametrize(
    ("purpose", "row", "epoch", "expected"),
    [
        ("own", ROW, 2, Standing.LIVE),
        ("own", ROW, 3, Standing.SPENT),
        ("own", ROW, 40, Standing.SPENT),
        ("own", ROW, 1, Standing.FORGED),
        ("confirm", ROW, 2, Standing.FORGED),
        ("own", uuid4(), 2, Standing.FORGED),
    ],
)
def test_a_token_is_live_for_its_own_purpose_row_and_epoch_only(
    purpose: str, row: UUID, epoch: int, expected: Standing
) -> None:
    assert standing(TOKEN, purpose, row, epoch) is expected


@pytest.mark.once
def test_a_token_is_43_characters_that_stand_in_a_link_as_they_are() -> None:
    for _number in range(200):
        token = make("own", uuid4(), 0)
        assert len(token) == 43
        assert token.replace("-", "").replace("_", "").isalnum()
        assert token.isascii()


@pytest.mark.once
@pytest.mark.parametrize("text", [*GARBAGE, TOKEN[:-1], TOKEN[1:], f"{TOKEN}AAAA", TOKEN.swapcase()])
def test_what_is_no_token_of_ours_is_forged(text: str) -> None:
    assert standing(text, "own", ROW, 2) is Standing.FORGED


@pytest.mark.once
def test_a_row_named_with_another_rows_proof_is_forged() -> None:
    other = uuid4()
    mixed = make("own", other, 2)[:21] + TOKEN[21:]

    subject = tokens.subject_of(mixed)
    assert subject is None or standing(mixed, "own", subject, 2) is Standing.FORGED


@pytest.mark.once
def test_links_under_a_former_secret_key_stay_good_while_it_is_named(settings: Any) -> None:
    former = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new one", []
    assert standing(TOKEN, "own", ROW, 2) is Standing.FORGED

    settings.SECRET_KEY_FALLBACKS = ["another one", former]
    assert standing(TOKEN, "own", ROW, 2) is Standing.LIVE
    assert standing(TOKEN, "own", ROW, 3) is Standing.SPENT
    assert make("own", ROW, 2) != TOKEN, "new links are made with the new key"


def test_the_door_opens_to_its_own_live_key(nadia: HelpRequest) -> None:
    rows = HelpRequest.objects.all()

    assert doors.behind(nadia.token(), "request.own", rows) == (nadia, Standing.LIVE)
    assert doors.live(nadia.token(), "request.own", rows) == nadia


@pytest.mark.parametrize("text", GARBAGE)
def test_the_door_is_not_there_for_garbage(db: None, text: str) -> None:
    with pytest.raises(Http404):
        doors.behind(text, "request.own", HelpRequest.objects.all())


def test_the_door_is_not_there_for_other_purposes_unknown_rows_and_rows_out_of_reach(
    nadia: HelpRequest,
) -> None:
    rows = HelpRequest.objects.all()
    with pytest.raises(Http404):
        doors.behind(nadia.token(), "request.cancel", rows)
    with pytest.raises(Http404):
        doors.behind(tokens.make("request.own", uuid4(), 0), "request.own", rows)
    with pytest.raises(Http404):
        doors.behind(nadia.token(), "request.own", rows.filter(status="done"))


def test_a_spent_key_is_known_behind_and_opens_nothing_live(nadia: HelpRequest) -> None:
    rows, token = HelpRequest.objects.all(), nadia.token()
    rows.update(epoch=1)

    assert doors.behind(token, "request.own", rows)[1] is Standing.SPENT
    with pytest.raises(Http404):
        doors.live(token, "request.own", rows)


@pytest.mark.parametrize("text", [text for text in GARBAGE if text])
def test_no_page_breaks_on_a_hostile_link(client: Client, db: None, text: str) -> None:
    names = ["volunteers:confirm", "volunteers:own", "volunteers:leave", "requests:own", "requests:cancel"]
    for name in [*names, "matching:invitation", "matching:contact"]:
        assert client.get(reverse(name, args=[text])).status_code == 404, name


def test_a_link_made_for_one_page_opens_no_other(client: Client, victor: Volunteer) -> None:
    own, confirm = victor.token("own"), victor.token("confirm")

    assert client.get(reverse("volunteers:own", args=[own])).status_code == 200
    assert client.get(reverse("volunteers:own", args=[confirm])).status_code == 404
    assert client.get(reverse("volunteers:confirm", args=[own])).status_code == 404
