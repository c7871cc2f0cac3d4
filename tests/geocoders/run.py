"""`make test-geocoders`: the tests that ask a real Nominatim and a real addok; arguments go to pytest."""

import sys
import tempfile
from pathlib import Path

from tests.run import answer_for, environment, real_valkey, run_pytest

BOTH = ["tests/geocoders", "-m", "nominatim or addok"]


def run_here() -> int:
    """pytest's exit code: finding no test is a failure here."""
    with real_valkey() as redis_url, tempfile.TemporaryDirectory(prefix="covidsol-") as folder:
        # pytest heeds the last -m, so one of the two can be asked for alone
        return run_pytest(
            "Tests against real geocoders", [*BOTH, *sys.argv[1:]], environment(Path(folder), redis_url)
        )


if __name__ == "__main__":
    sys.exit(answer_for(run_here))
