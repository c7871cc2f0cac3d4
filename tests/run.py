"""`make test`: on SQLite, and beside it on PostgreSQL, each with a real Valkey; arguments go to pytest."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TextIO

from covidsol.servers import StartError, valkey
from tests.postgres import postgres

BASE_DIR = Path(__file__).resolve().parent.parent
NO_TESTS = 5  # pytest's exit code when it found nothing to run
# Two lanes, for two cores, about as long: SQLite with the browser; PostgreSQL, then what no database changes.
FIRST_RUN, SECOND_RUN, THIRD_RUN = "browser or not once", "not browser and not once", "once and not browser"
# real geocoders have a run of their own, `make test-geocoders`
ELSEWHERE = "not nominatim and not addok"
# Whatever an administrator's .env says, no test writes to a real person or asks a real geocoder.
SAFE = {
    "PRODUCTION": "false",
    "DEBUG": "false",
    "ENV_FILE": os.devnull,
    "EMAIL_URL": "memorymail://",
    "GEOCODERS": "",
    # walks through real parts go by the clock on the wall, and must not wait for the morning
    "DISPATCH": '{"wakes_at": 0, "sleeps_at": 1440}',
}


def known_names() -> set[str]:
    """Every variable that the service reads."""
    return set(re.findall(r"^#?([A-Z][A-Z_]+)=", (BASE_DIR / ".env.example").read_text(), re.MULTILINE))


def environment(folder: Path, redis_url: str) -> dict[str, str]:
    """This shell's environment without what would change the service, and with what tests want."""
    kept = {name: value for name, value in os.environ.items() if name not in known_names()}
    return kept | SAFE | {"DATA_DIR": str(folder), "REDIS_URL": redis_url}


def split_markers(arguments: Sequence[str]) -> tuple[list[str], str]:
    """pytest's arguments without `-m`, and the expression of the last one: pytest heeds only that."""
    rest, expression, words = [], "", iter(arguments)
    for word in words:
        if word == "-m":
            expression = next(words, "")
        elif re.match(r"-m[^-]", word):
            expression = word[2:].removeprefix("=")
        else:
            rest.append(word)
    return rest, expression


def without_geocoders(arguments: Sequence[str]) -> list[str]:
    """The same arguments, less the tests of `make test-geocoders` unless they are named."""
    rest, expression = split_markers(arguments)
    if re.search(r"\b(nominatim|addok)\b", expression):
        return list(arguments)
    return [*rest, "-m", f"({expression}) and {ELSEWHERE}" if expression else ELSEWHERE]


def only(which: str, arguments: Sequence[str]) -> list[str]:
    """The same arguments, less the tests that belong to another run."""
    rest, expression = split_markers(arguments)
    return [*rest, "-m", f"({expression}) and ({which})" if expression else which]


def wants_first_failure_only(arguments: Sequence[str]) -> bool:
    """Whether pytest was told to stop at the first failure."""
    return any(re.fullmatch(r"-[vqsl]*x[vqslx]*|--exitfirst|--maxfail=1", word) for word in arguments)


def verdict(codes: Sequence[int]) -> int:
    """One exit code for all runs: a run may find no tests, but not each of them."""
    failures = [code for code in codes if code not in (0, NO_TESTS)]
    if failures:
        return failures[0]
    return NO_TESTS if all(code == NO_TESTS for code in codes) else 0


def run_pytest(headline: str, arguments: Sequence[str], variables: dict[str, str]) -> int:
    """One run; nothing is printed after pytest's own last line."""
    print(f"=== {headline}", flush=True)
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(command, cwd=BASE_DIR, env=variables, check=False).returncode


@contextlib.contextmanager
def real_valkey() -> Iterator[str]:
    """The one that REDIS_URL names, or our own."""
    if given := os.environ.get("REDIS_URL"):
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="valkey-") as name, valkey(Path(name)) as url:
        yield url


@contextlib.contextmanager
def real_postgres() -> Iterator[str]:
    """The one that DATABASE_URL names, or our own."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith(("postgres:", "postgresql:")):
        yield given
        return
    with postgres() as url:
        yield url


class Lane:
    """Runs one after the other beside us; what they say is kept until it is asked for."""

    def __init__(
        self, said: TextIO, runs: Sequence[tuple[str, list[str], dict[str, str]]], first_failure_only: bool
    ) -> None:
        self.said, self.runs, self.first_failure_only = said, runs, first_failure_only
        self.running: subprocess.Popen[str] | None = None
        self.is_over = False
        self.codes: list[int] = []
        self.thread = threading.Thread(target=self._go, daemon=True)
        self.thread.start()

    def _go(self) -> None:
        for headline, arguments, variables in self.runs:
            if self.is_over:
                return
            print(f"=== {headline}", file=self.said, flush=True)
            command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
            self.running = subprocess.Popen(
                command, cwd=BASE_DIR, env=variables, stdout=self.said, stderr=subprocess.STDOUT, text=True
            )
            self.codes.append(self.running.wait())
            if self.first_failure_only and verdict(self.codes) not in (0, NO_TESTS):
                return

    def finish(self) -> list[int]:
        """Wait for all runs, print what they said, and give their exit codes."""
        self.thread.join()
        self.said.seek(0)
        print(self.said.read(), end="", flush=True)
        return self.codes

    def end(self) -> None:
        """Begin no other run, and end the one that goes on, or that began at this moment."""
        self.is_over = True
        while self.thread.is_alive():
            if self.running:
                self.running.terminate()
            self.thread.join(0.2)


@contextlib.contextmanager
def beside(arguments: Sequence[str]) -> Iterator[Lane]:
    """The second lane, begun now, with its own Valkey, folder and database. Left early, it is ended."""
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="covidsol-"))
        said = stack.enter_context(tempfile.TemporaryFile("w+"))
        redis_url, database_url = stack.enter_context(real_valkey()), stack.enter_context(real_postgres())
        variables = environment(Path(folder), redis_url)
        runs = [
            ("Tests on PostgreSQL", only(SECOND_RUN, arguments), variables | {"DATABASE_URL": database_url}),
            ("Tests that no database changes", only(THIRD_RUN, arguments), variables),
        ]
        lane = Lane(said, runs, wants_first_failure_only(arguments))
        stack.callback(lane.end)
        yield lane


def run_all(arguments: Sequence[str]) -> int:
    """Both lanes at once, the second one printed after the first: a machine has two cores at least."""
    with (
        beside(arguments) as lane,
        real_valkey() as redis_url,
        tempfile.TemporaryDirectory(prefix="covidsol-") as folder,
    ):
        here = only(FIRST_RUN, arguments)
        first = run_pytest("Tests on SQLite", here, environment(Path(folder), redis_url))
        if first not in (0, NO_TESTS) and wants_first_failure_only(arguments):
            return first
        return verdict([first, *lane.finish()])


def answer_for(run: Callable[[], int]) -> int:
    """The exit code of this run: its own, or 1 if a server did not start."""
    # so that the servers end with us when a CI loses its patience
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(143))
    try:
        return run()
    except StartError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(answer_for(lambda: run_all(without_geocoders(sys.argv[1:]))))
