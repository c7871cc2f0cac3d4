"""Four real processes on one database ask one geocoder: by its watch no two calls come within a second."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise

import pytest
from django.conf import settings as django_settings

from geo.chain import GEOCODERS, options
from tests.flow.conftest import database_url
from tests.geo.formats import nominatim
from tests.geo.stand_in import StandIn

pytestmark = pytest.mark.django_db(transaction=True)
PROCESSES = 4


def calls(stand_in: StandIn, seconds: float, *words: str) -> tuple[list[float], list[str]]:
    """When each call of four processes arrived, and what the processes said."""
    given = {"nominatim": {"url": stand_in.url, "rate": 1}}
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "GEOCODERS": "BE=nominatim",
        "GEOCODER_OPTIONS": json.dumps(given),
    }
    program = [sys.executable, "-m", "tests.geo.asker", str(seconds)]
    commands = [[*program, str(name), *words] for name in range(PROCESSES)]
    running = [
        subprocess.Popen(
            command, env=environment, cwd=django_settings.BASE_DIR, stderr=subprocess.PIPE, text=True
        )
        for command in commands
    ]
    said = [process.communicate(timeout=60)[1] for process in running]
    assert [process.returncode for process in running] == [0] * PROCESSES, said
    return sorted(told.at for told in stand_in.told), said


def test_four_processes_make_one_call_a_second_together(serve: Callable[[], StandIn]) -> None:
    stand_in = serve()
    stand_in.answers(nominatim())

    arrived, said = calls(stand_in, 6.0)

    gaps = [after - before for before, after in pairwise(arrived)]
    print(f"{len(arrived)} calls, gaps {[round(gap, 2) for gap in gaps]}")
    assert len(arrived) >= 4, "they must ask, or this proves nothing"
    assert min(gaps) >= 1.0
    assert not any(said)


def test_without_turns_more_arrive_so_the_test_above_can_fail(serve: Callable[[], StandIn]) -> None:
    stand_in = serve()
    stand_in.answers(nominatim())

    arrived, _said = calls(stand_in, 2.0, "careless")

    gaps = [after - before for before, after in pairwise(arrived)]
    print(f"negative control: {len(arrived)} calls, shortest gap {min(gaps):.3f} s")
    assert len(arrived) > 20
    assert min(gaps) < 0.5


def test_the_pause_of_public_nominatim_is_the_one_that_was_tried() -> None:
    assert options(GEOCODERS["nominatim"]).pause.total_seconds() == 1.0
