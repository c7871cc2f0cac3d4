"""Many hands: threads that act at the same moment, each with its own connection to the database."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    """Threads that keep their database connection from one trial to the next, and give it back at the end."""
    with ThreadPoolExecutor(50) as executor:
        yield executor
        barrier = Barrier(50)

        def close(_number: int) -> None:
            barrier.wait(10)
            connections.close_all()

        list(executor.map(close, range(50)))


def at_once(pool: ThreadPoolExecutor, jobs: Sequence[Callable[[], object]]) -> Counter[str]:
    """Do all jobs at the same moment; count what each came to: `ok` or the name of its error."""
    barrier = Barrier(len(jobs))

    def run(job: Callable[[], object]) -> str:
        barrier.wait(20)
        try:
            job()
        except Exception as error:
            return type(error).__name__
        return "ok"

    return Counter(pool.map(run, jobs))
