"""Those who answer the question: the product, PostGIS, a k-d tree in memory, and the loop of a small project.

Each is given the place, the filter and how many are wanted, and answers with
ids and kilometres, nearest first. What each prepares beforehand is not timed.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection
from geopy.distance import geodesic

from bench.loading import insert
from bench.oracle import MAX_TASKS, Filter, Oracle
from bench.population import BIT_OF, Place, Population
from matching import policy, search

Contestant = Callable[[Place, Filter, int], "Answer"]


class Answer(NamedTuple):
    """The people found, with kilometres, and how many rounds it took."""

    found: list[tuple[int, float]]
    rounds: int = 1


def covidsol(now: datetime) -> Contestant:
    """The product's search, as the dispatch calls it."""

    def nearest(place: Place, by: Filter, count: int) -> Answer:
        question = search.Question(
            request_id=place.pk,
            point=place.point,
            bit=place.bit,
            languages=(by.language,),
            letters_since=now - policy.WEEK,
            rung_since=now - timedelta(hours=4),
            max_km=by.km,
            max_tasks=MAX_TASKS,
        )
        answer = search.nearest(question, count)
        return Answer([(each.volunteer_id, each.km) for each in answer.found], answer.rounds)

    return nearest


POSTGIS_TABLE = """
CREATE TABLE bench_volunteer AS
    SELECT id, ST_SetSRID(ST_MakePoint(lon, lat), 4326)::geography AS point, languages, kinds,
           travel_km * 1000.0::float AS travel_m, letters_per_week, active
    FROM bench_column
"""
# The planner takes the filters for far more selective than they are: left alone it sorts all within the
# radius (20 to 60 times slower at a million), and compiles that with its JIT. So it is helped to the order
# of the index.
POSTGIS_HELP = "SET jit = off; SET enable_bitmapscan = off"
# The index holds only who can be found. The radius is a condition of the index, each one's own distance a
# filter on the distance that the order needs anyway.
POSTGIS = """
SELECT v.id, v.point <-> p.point AS m
FROM (SELECT ST_SetSRID(ST_MakePoint(%s, %s), 4326)::geography AS point) p, bench_volunteer v
WHERE v.active AND v.languages & %s <> 0 AND v.kinds & %s <> 0
  AND ST_DWithin(v.point, p.point, %s) AND v.point <-> p.point <= v.travel_m
  AND NOT EXISTS (SELECT 1 FROM matching_invitation i WHERE i.help_request_id = %s AND i.volunteer_id = v.id)
  AND (SELECT COUNT(*) FROM matching_invitation i
       WHERE i.volunteer_id = v.id AND i.way = 'letter' AND i.asked_at > %s) < v.letters_per_week
  AND (SELECT COUNT(*) FROM matching_match t WHERE t.volunteer_id = v.id AND t.outcome = 'live') < %s
ORDER BY v.point <-> p.point
LIMIT %s
"""


def postgis_knn(people: Population, now: datetime) -> Contestant:
    """PostGIS's nearest neighbours over a GiST index; one row a volunteer, the languages as bits.

    On a connection of its own, for the settings that help it are not the product's.
    """
    _build_postgis(people)
    its_own = connection.copy()
    with its_own.cursor() as cursor:
        cursor.execute(POSTGIS_HELP)

    def nearest(place: Place, by: Filter, count: int) -> Answer:
        parameters: list[Any] = [
            place.point.lon, place.point.lat, BIT_OF[by.language], place.bit, by.km * 1000,
            place.pk, now - policy.WEEK, MAX_TASKS, count,
        ]  # fmt: skip
        with its_own.cursor() as cursor:
            cursor.execute(POSTGIS, parameters)
            return Answer([(pk, metres / 1000) for pk, metres in cursor.fetchall()])

    return nearest


def _build_postgis(people: Population) -> None:
    names = ("lon", "lat", "languages", "kinds", "travel_km", "letters_per_week", "active")
    columns = (getattr(people, name) for name in names)
    rows = ((i, *row) for i, row in enumerate(zip(*columns, strict=True), start=1))
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("CREATE EXTENSION IF NOT EXISTS postgis")
        cursor.execute(
            "CREATE TABLE bench_column (id int, lon float, lat float, languages int, kinds int,"
            " travel_km int, letters_per_week int, active int)"
        )
        insert("bench_column", ("id", *names), rows)
        cursor.execute(POSTGIS_TABLE.replace("active", "active = 1 AS active"))
        cursor.execute("ALTER TABLE bench_volunteer ADD PRIMARY KEY (id)")
        cursor.execute("CREATE INDEX bench_knn ON bench_volunteer USING gist (point) WHERE active")
        cursor.execute("DROP TABLE bench_column")
        cursor.execute("VACUUM ANALYZE bench_volunteer")
    connection.close()


def geopy_loop(people: Population, oracle: Oracle) -> Contestant:
    """What small projects do: everybody's geodesic distance in Python, then sort."""
    everybody = range(len(people))

    def nearest(place: Place, by: Filter, count: int) -> Answer:
        asked, language, found = oracle.asked[place.pk], BIT_OF[by.language], []
        for i in everybody:
            km = geodesic(place.point, (people.lat[i], people.lon[i])).km
            fits = people.active[i] and people.languages[i] & language and people.kinds[i] & place.bit
            if not fits or km > by.km or km > people.travel_km[i] or i + 1 in asked:
                continue
            if people.letters[i] < people.letters_per_week[i] and people.tasks[i] < MAX_TASKS:
                found.append((km, i + 1))
        return Answer([(pk, km) for km, pk in sorted(found)[:count]])

    return nearest
