"""A hundred requests, eight hands at once for each: one wins, nobody is lost, nothing breaks."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from matching import claims, policy
from matching.models import Invitation, Match
from requests_app import intake
from requests_app.models import Channel, HelpRequest, Status
from tests import cast
from tests.cast import NOON, invite
from tests.race.conftest import at_once
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db(transaction=True)
TRIALS, HANDS = 100, 8


def careless_claim(invitation: Invitation) -> None:
    """The negative control: read, test, save, as one writes it at first."""
    request = HelpRequest.objects.get(pk=invitation.help_request_id)
    if request.status != Status.OPEN or Match.objects.filter(help_request=request).exists():
        raise claims.AlreadyTaken
    now = timezone.now()
    Match.objects.create(
        help_request=request,
        volunteer_id=invitation.volunteer_id,
        claimed_at=now,
        remind_at=now,
        lapses_at=now,
    )
    request.save(update_fields=["next_wave_at"])


def trials(
    pool: ThreadPoolExecutor, claim: Callable[[Invitation], object], count: int
) -> tuple[Counter[str], int]:
    """`count` requests, eight claimants each: how each claim came out, how many requests had two winners."""
    people = [cast.volunteer() for _number in range(HANDS)]
    outcomes: Counter[str] = Counter()
    for _trial in range(count):
        request = cast.help_request()
        invitations = invite(request, people)
        outcomes += at_once(pool, [lambda each=each: claim(each) for each in invitations])  # type: ignore[misc]
        if claim is not careless_claim:
            Match.objects.filter(help_request=request).update(
                outcome="done", ended_at=NOON, claimed_at=LONG_AGO
            )
    doubles = sum(
        1 for request in HelpRequest.objects.all() if Match.objects.filter(help_request=request).count() > 1
    )
    return outcomes, doubles


LONG_AGO = NOON - policy.WEEK


def careful_claim(invitation: Invitation) -> Match:
    """The product's own."""
    return claims.claim(invitation, NOON)


@pytest.mark.usefixtures("on_postgres")
def test_of_eight_who_claim_at_once_one_wins_a_hundred_times(pool: ThreadPoolExecutor) -> None:
    outcomes, doubles = trials(pool, careful_claim, TRIALS)

    print(f"{TRIALS} x {HANDS} claimants: {dict(outcomes)}, {doubles} double")
    assert outcomes == {"ok": TRIALS, "AlreadyTaken": TRIALS * (HANDS - 1)}
    assert doubles == 0
    assert HelpRequest.objects.filter(status=Status.MATCHED, taken=1).count() == TRIALS


@pytest.mark.usefixtures("on_postgres")
def test_the_careless_way_lets_two_win_so_the_test_above_can_fail(pool: ThreadPoolExecutor) -> None:
    outcomes, doubles = trials(pool, careless_claim, 20)

    print(f"negative control, 20 x {HANDS}: {dict(outcomes)}, {doubles} double")
    assert doubles > 0


def test_one_wins_on_either_database(pool: ThreadPoolExecutor) -> None:
    outcomes, doubles = trials(pool, careful_claim, 5)

    assert outcomes == {"ok": 5, "AlreadyTaken": 5 * (HANDS - 1)}
    assert doubles == 0


@pytest.mark.usefixtures("on_postgres")
def test_of_fifty_who_claim_five_places_five_win(pool: ThreadPoolExecutor) -> None:
    people = [cast.volunteer() for _number in range(50)]
    request = cast.help_request(places=5)

    outcomes = at_once(pool, [lambda each=each: careful_claim(each) for each in invite(request, people)])  # type: ignore[misc]

    request.refresh_from_db()
    assert outcomes == {"ok": 5, "AlreadyTaken": 45}
    assert (request.status, request.taken, request.matches.count()) == (Status.MATCHED, 5, 5)


@pytest.mark.usefixtures("on_postgres")
def test_of_fifty_claims_by_one_volunteer_two_hold(pool: ThreadPoolExecutor, victor: Volunteer) -> None:
    invitations = [invite(cast.help_request(), [victor])[0] for _number in range(50)]

    outcomes = at_once(pool, [lambda each=each: careful_claim(each) for each in invitations])  # type: ignore[misc]

    most = policy.current().max_open_tasks
    assert outcomes == {"ok": most, "TooMany": 50 - most}
    assert Match.objects.live().filter(volunteer=victor).count() == most


def test_twenty_posts_of_one_form_give_one_row(pool: ThreadPoolExecutor) -> None:
    form = cast.ask()

    outcomes = at_once(pool, [lambda: intake.take_down(form, channel=Channel.WEB, now=NOON)] * 20)

    assert outcomes == {"ok": 20}
    assert HelpRequest.objects.count() == 1


@pytest.mark.usefixtures("on_postgres")
def test_postgres_has_room_for_the_crowd(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW max_connections")
        assert int(cursor.fetchone()[0]) >= 60
