"""`manage.py simulate`: what it understands, and what it keeps away from."""

import json
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matching import policy
from simulation import policies, report, run
from simulation.child import Job, NotScratch, play
from simulation.people import Scenario, Sketch
from tests import cast
from tests.cast import NOON
from volunteers import membership


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> list[Job]:
    """The jobs that were ordered; none is done."""
    ordered: list[Job] = []

    def rehearse(jobs: Sequence[Job], cores: int, progress: Any) -> dict[str, list[dict[str, float]]]:
        ordered.extend(jobs)
        return {job.contender.name: [{line.name: 0.5 for line in report.LINES}] for job in jobs}

    monkeypatch.setattr(run, "rehearse", rehearse)
    return ordered


def simulate(*words: str) -> str:
    """What the command prints."""
    out = StringIO()
    call_command("simulate", *words, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_without_options_the_whole_country_meets_all_policies(jobs: list[Job]) -> None:
    told = simulate()

    assert {job.contender.name for job in jobs} == set(policies.CONTENDERS)
    assert {job.scenario for job in jobs} == {Scenario()}
    ours = [seed for job in jobs if job.contender.name == "covidsol" for seed in job.seeds]
    assert ours == list(range(1, 11))
    assert "matched at all" in told


def test_options_change_the_world_and_our_numbers(jobs: list[Job]) -> None:
    simulate(
        *"--seeds 2 --volunteers 50 --requests 5 --days 9 --claim-factor 0.5 --dead-share 0.3".split(),
        *"--policy covidsol --policy within_10_km --set first_wave=12 --set max_km=15.5".split(),
    )

    assert {job.scenario for job in jobs} == {Scenario(50, 5, 9, 0.5, 0.3)}
    changes = {job.contender.name: job.contender.dispatch for job in jobs}
    assert changes["covidsol"] == {"first_wave": 12, "max_km": 15.5}
    assert changes["within_10_km"] == policies.CONTENDERS["within_10_km"].dispatch


def test_ours_are_the_numbers_of_this_house(jobs: list[Job], settings: Any) -> None:
    settings.DISPATCH = {"first_wave": 8, "max_km": 12}
    simulate(*"--seeds 1 --set max_km=15".split())
    changes = {job.contender.name: job.contender.dispatch for job in jobs}

    assert changes["covidsol"] == {"first_wave": 8, "max_km": 15}
    assert changes["within_5_km"]["max_km"] == 5


def test_brussels_has_its_share_of_people(jobs: list[Job]) -> None:
    simulate("--places", "brussels", "--policy", "covidsol")

    assert {job.scenario for job in jobs} == {Scenario(740, 105, only_brussels=True)}


@pytest.mark.parametrize(
    "words",
    [
        "--set first_wave",
        "--set first_wave=many",
        "--set frist_wave=3",
        "--set max_km=-1",
        "--seeds 0",
        "--policy x",
    ],
)
def test_what_makes_no_sense_is_refused(jobs: list[Job], words: str) -> None:
    with pytest.raises(CommandError):
        simulate(*words.split())

    assert jobs == []


def test_the_last_line_is_json_and_the_picture_a_file(jobs: list[Job], tmp_path: Path) -> None:
    told = simulate("--json", "--plot", str(tmp_path / "result.svg"))

    assert json.loads(told.splitlines()[-1])["policies"]["covidsol"]["done"] == 0.5
    assert (tmp_path / "result.svg").read_text().startswith("<svg")


@pytest.mark.django_db
def test_real_volunteers_are_read_without_who_they_are_and_nothing_is_written(jobs: list[Job]) -> None:
    victor = cast.volunteer(kinds=3, travel_km=10, languages=["fr", "nl"])
    cast.volunteer(at=None)
    membership.block(cast.volunteer(), "staff:1", NOON)

    with CaptureQueriesContext(connection) as seen:
        simulate("--places", "real", "--policy", "covidsol")

    assert jobs[0].real == [
        Sketch(victor.lat or 0, victor.lon or 0, 3, ["fr", "nl"], 10, victor.letters_per_week)
    ]
    assert jobs[0].scenario.volunteers == 1
    assert [each["sql"].split()[0] for each in seen.captured_queries] == ["SELECT"]


@pytest.mark.django_db
def test_an_empty_house_has_nobody_to_rehearse_with(jobs: list[Job]) -> None:
    with pytest.raises(CommandError):
        simulate("--places", "real")


def test_a_process_is_told_its_numbers_and_nothing_of_this_house(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://real")
    monkeypatch.setenv("EMAIL_URL", "smtp://real")
    monkeypatch.setenv("SECRET_KEY", "real")
    told = run.environment(policies.CONTENDERS["within_5_km"], tmp_path)

    assert told["DATABASE_URL"] == "sqlite://:memory:"
    assert "real" not in json.dumps(told)
    assert json.loads(told["DISPATCH"])["max_km"] == 5


def test_work_is_cut_into_as_many_parts_as_there_are_cores() -> None:
    jobs = run.jobs_for([policies.OURS], Scenario(), range(1, 6), [], cores=2)

    assert [job.seeds for job in jobs] == [[1, 2, 3], [4, 5]]


def test_a_job_goes_to_its_process_as_one_line() -> None:
    job = Job(policies.CONTENDERS["within_10_km"], Scenario(9), [1], [Sketch(50.8, 4.3, 1, ["fr"], 5, 3)])

    assert "\n" not in job.dumps()
    assert Job.loads(job.dumps()) == job


@pytest.mark.parametrize("contender", policies.CONTENDERS.values(), ids=policies.CONTENDERS)
def test_the_product_knows_every_number_of_a_policy(contender: policies.Contender) -> None:
    rules = policy.changed(contender.dispatch)

    assert rules.max_km == contender.dispatch.get("max_km", policy.Policy().max_km)


@pytest.mark.django_db
def test_nothing_is_ever_played_in_a_database_on_a_disk() -> None:
    with pytest.raises(NotScratch):
        play(Job(policies.OURS, Scenario(10, 1), [1]), lambda news: None)
