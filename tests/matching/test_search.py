"""The search against two slower ones, on worlds that nobody has thought of; and how it does it."""

from dataclasses import replace
from time import perf_counter
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from geopy.distance import geodesic
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from geo.points import box_around
from matching import candidates, density, policy, search
from matching.search import Near, Question
from requests_app.models import HelpRequest
from tests import cast
from tests.cast import FLAGEY, NOON
from tests.matching.oracles import Person, by_looking_at_everybody, by_orm, settle
from volunteers.models import Reach, Volunteer

pytestmark = pytest.mark.django_db
METRE = 0.001
PEOPLE = st.builds(
    Person,
    north=st.integers(-220, 220),
    east=st.integers(-330, 330),
    travel_km=st.sampled_from([1, 3, 5, 10, 20]),
    kinds=st.integers(1, 15),
    languages=st.sampled_from([["fr"], ["nl"], ["fr", "nl"], ["fr", "nl", "en"], ["uk"]]),
    letters_per_week=st.sampled_from([1, 3, 7]),
    letters=st.integers(0, 3),
    tasks=st.integers(0, 2),
    asked=st.sampled_from(["", "", "none", "no", "late"]),
    rung=st.booleans(),
    paused=st.sampled_from([False, False, False, True]),
    work=st.none() | st.tuples(st.integers(-220, 220), st.integers(-330, 330)),
)


def same(one: list[Near], other: list[Near]) -> bool:
    """The same people; of two who live equally far, to a metre, either may come first or last."""
    if len(one) != len(other) or any(abs(a.km - b.km) > METRE for a, b in zip(one, other, strict=True)):
        return False
    edge = (one[-1].km if one else 0) - METRE
    return {each.volunteer_id for each in one if each.km < edge} <= {each.volunteer_id for each in other}


def is_on_an_edge(person: Person) -> bool:
    """Whether somebody lives so exactly at the end of a reach that half a metre decides."""
    kms = [geodesic(FLAGEY, point).km for point in person.points]
    return any(abs(km - edge) < METRE for km in kms for edge in (1, 3, 5, 10, 20))


def question(nadia: HelpRequest, **changes: Any) -> Question:
    """Nadia's question to the search."""
    asked = candidates.question_of(nadia, NOON, by_phone=False)
    assert asked
    return replace(asked, **changes)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    people=st.lists(PEOPLE, max_size=25),
    languages=st.sampled_from([("fr",), ("fr", "nl"), ("nl", "en"), ("uk",)]),
    by_phone=st.booleans(),
    count=st.integers(1, 12),
)
def test_three_ways_to_search_agree_in_any_world(
    nadia: HelpRequest, people: list[Person], languages: tuple[str, ...], by_phone: bool, count: int
) -> None:
    assume(not any(is_on_an_edge(each) for each in people))
    with transaction.atomic():
        density.forget()
        settle(people, nadia, [cast.help_request() for _number in range(3)])
        asked = question(nadia, languages=languages, by_phone=by_phone)

        fast = search.nearest(asked, count)

        assert same(fast.found, by_orm(asked, count))
        assert same(fast.found, by_looking_at_everybody(asked, count))
        assert fast.is_all == (len(by_orm(asked, len(people) + 1)) < count)
        transaction.set_rollback(True)


@pytest.mark.parametrize("wrong", ["travel_km", "letters_per_week", "kinds"])
def test_a_search_row_that_is_out_of_step_is_noticed_by_the_comparison(
    nadia: HelpRequest, wrong: str
) -> None:
    settle([Person(5, 5, letters=1), Person(9, 9)], nadia, [cast.help_request()])
    asked = question(nadia)
    assert same(search.nearest(asked, 5).found, by_looking_at_everybody(asked, 5))

    Reach.objects.update(**{wrong: 0})

    assert not same(search.nearest(asked, 5).found, by_looking_at_everybody(asked, 5))


def test_the_distance_is_right_to_half_a_metre(nadia: HelpRequest) -> None:
    settle(
        [Person(north, east, travel_km=20) for north, east in ((150, 90), (-160, 20), (3, 270))], nadia, []
    )

    for each in search.nearest(question(nadia), 3).found:
        there = Volunteer.objects.get(pk=each.volunteer_id).point
        assert abs(each.km - geodesic(FLAGEY, there).km) < 0.0005


def crowd(nadia: HelpRequest, count: int, across: int = 180, **facts: Any) -> None:
    """People all around, spread by a golden ratio; `across` steps of a hundred metres from end to end."""
    places = ((int(number * 0.618034 % 1 * across), number * across // count) for number in range(count))
    people = [Person(north - across // 2, (east - across // 2) * 3 // 2, **facts) for north, east in places]
    settle(people, nadia, [])


def plan(asked: Question, radius: float) -> str:
    """How the database means to answer one round."""
    text, parameters = search.statement(asked, radius, 25)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # so few rows that a table scan would be as good
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
            cursor.execute("ANALYZE volunteers_reach")
        word = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
        cursor.execute(f"{word} {text}", parameters)
        return "\n".join(
            str(row[-1] if connection.vendor == "sqlite" else row[0]) for row in cursor.fetchall()
        )


def test_the_plan_reads_the_index_and_no_row_of_the_table(nadia: HelpRequest) -> None:
    crowd(nadia, 300)
    wanted = {"sqlite": "COVERING INDEX reach_search", "postgresql": "Index Only Scan using reach_search"}

    assert wanted[connection.vendor] in plan(question(nadia), 2.0)


def rows_read(asked: Question, radius: float) -> int:
    """How many search rows the inner select of one round hands on."""
    box = box_around(asked.point, radius)
    inside = Reach.objects.filter(
        language__in=asked.languages, lat__range=(box.south, box.north), lon__range=(box.west, box.east)
    )
    return inside.count()


@pytest.mark.parametrize("count", [1, 10, 25])
def test_few_rounds_and_few_rows_for_what_is_found(
    nadia: HelpRequest, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    crowd(nadia, 1500, across=1600, travel_km=20)
    density.forget()
    asked, radii, within = question(nadia), [], search._within

    def noted(each: Question, radius: float, wanted: int) -> list[Near]:
        radii.append(radius)
        return within(each, radius, wanted)

    monkeypatch.setattr(search, "_within", noted)
    answer = search.nearest(asked, count)

    read = sum(rows_read(asked, radius) for radius in radii)
    print(f"{count} wanted: {answer.rounds} rounds, {read} rows")
    assert answer.rounds == len(radii) <= 6
    assert read <= 6 * count + 20


def test_nobody_at_all_is_known_after_a_few_rounds(nadia: HelpRequest) -> None:
    density.forget()

    answer = search.nearest(question(nadia), 10)

    assert (answer.found, answer.is_all) == ([], True)
    assert answer.rounds <= 6
    assert search.nearest(question(nadia, languages=()), 10).found == []


@pytest.mark.once
def test_the_search_is_fifty_times_as_fast_as_a_look_at_everybody(nadia: HelpRequest) -> None:
    crowd(nadia, 1500, across=1600, travel_km=20)
    asked = question(nadia)
    points = [each.point for each in Volunteer.objects.all()]
    search.nearest(asked, 25)

    began = perf_counter()
    for _time in range(20):
        search.nearest(asked, 25)
    fast = (perf_counter() - began) / 20
    began = perf_counter()
    sorted(geodesic(asked.point, point).km for point in points)
    slow = perf_counter() - began

    print(f"search {1000 * fast:.2f} ms, everybody {1000 * slow:.0f} ms, ratio {slow / fast:.0f}")
    assert slow > 50 * fast


def test_where_approval_is_asked_for_the_search_names_only_the_approved(nadia: HelpRequest) -> None:
    settle([Person(1, 1), Person(2, 2)], nadia, [])
    last = Volunteer.objects.latest("pk")
    Volunteer.objects.filter(pk=last.pk).update(approved_at=NOON)

    found = search.nearest(question(nadia, approved_only=True), 5).found

    assert [each.volunteer_id for each in found] == [last.pk]


def test_the_best_of_a_wave_are_exact_however_much_the_near_ones_have_borne(nadia: HelpRequest) -> None:
    crowd(nadia, 400, travel_km=20)
    for number, each in enumerate(Volunteer.objects.all()):
        Volunteer.objects.filter(pk=each.pk).update(unanswered=(number * 7) % 9)

    best = candidates.find(nadia, 10, NOON)

    everybody = [(each.volunteer_id, each.km) for each in by_orm(question(nadia), 1000)]
    unanswered = dict(Volunteer.objects.values_list("pk", "unanswered"))
    rules = policy.current()
    counted = sorted(rules.virtual_km(km, 0, unanswered[pk], 0) for pk, km in everybody)
    assert [each.virtual_km for each in best] == pytest.approx(counted[:10], abs=METRE)


def test_the_search_rows_are_made_anew_by_one_command(victor: Volunteer) -> None:
    kept = list(Reach.objects.order_by("language").values_list("language", "band", "lon", "lat", "active"))
    Reach.objects.all().delete()

    call_command("rebuild_reach", verbosity=0)

    assert (
        list(Reach.objects.order_by("language").values_list("language", "band", "lon", "lat", "active"))
        == kept
    )
