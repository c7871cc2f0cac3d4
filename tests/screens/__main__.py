"""Serves an empty house, and starts the photographer beside it; see `tests.screens.shoot`."""

import subprocess
import sys

from bench.house import CHROMIUM, served
from covidsol.servers import StartError
from tests.run import BASE_DIR


def main() -> int:
    """The exit code: 1 if something did not start."""
    try:
        if not CHROMIUM.exists():
            raise StartError(f"{CHROMIUM} is missing: apt-get install chromium")
        with served() as variables:
            command = [sys.executable, "-m", "tests.screens.shoot"]
            return subprocess.run(command, cwd=BASE_DIR, env=variables, check=False).returncode
    except StartError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
