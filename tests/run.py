"""`make test`: all on SQLite and PostgreSQL at once, each with a real Valkey; arguments go to pytest."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from covidsol.servers import StartError, valkey
from tests.postgres import postgres

BASE_DIR = Path(__file__).resolve().parent.parent
NO_TESTS = 5  # pytest's exit code when it found nothing to run
SECOND_RUN = "not browser and not once"
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


def for_second_run(arguments: Sequence[str]) -> list[str]:
    """The same arguments, less the tests that do not depend on the database."""
    rest, expression = split_markers(arguments)
    return [*rest, "-m", f"({expression}) and {SECOND_RUN}" if expression else SECOND_RUN]


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


@contextlib.contextmanager
def beside(arguments: Sequence[str]) -> Iterator[Callable[[], int]]:
    """The run on PostgreSQL, begun now. What is given waits for it, prints what it said, and has its code.

    It has its own Valkey, folder and database, so that the two runs never meet. Left early, it is ended.
    """
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="covidsol-"))
        said = stack.enter_context(tempfile.TemporaryFile("w+"))
        redis_url, database_url = stack.enter_context(real_valkey()), stack.enter_context(real_postgres())
        variables = environment(Path(folder), redis_url) | {"DATABASE_URL": database_url}
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *for_second_run(arguments)]
        run = subprocess.Popen(command, cwd=BASE_DIR, env=variables, stdout=said, stderr=subprocess.STDOUT)
        stack.callback(run.wait)
        stack.callback(run.terminate)

        def finish() -> int:
            print("=== Tests on PostgreSQL", flush=True)
            code = run.wait()
            said.seek(0)
            print(said.read(), end="", flush=True)
            return code

        yield finish


def run_all(arguments: Sequence[str]) -> int:
    """Both runs at once, the second one printed after the first: a machine has two cores at least."""
    with (
        beside(arguments) as finish,
        real_valkey() as redis_url,
        tempfile.TemporaryDirectory(prefix="covidsol-") as folder,
    ):
        first = run_pytest("Tests on SQLite", arguments, environment(Path(folder), redis_url))
        if first not in (0, NO_TESTS) and wants_first_failure_only(arguments):
            return first
        return verdict([first, finish()])


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
