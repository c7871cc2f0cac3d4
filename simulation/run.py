"""Plays many worlds under several policies, in processes, as many at once as there are cores."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from math import ceil
from pathlib import Path
from threading import Lock
from typing import IO

from django.conf import settings

from simulation.child import Job
from simulation.people import Scenario, Sketch
from simulation.policies import Contender
from volunteers.models import Volunteer

Figures = dict[str, float]
Progress = Callable[[float], None]


class WorldFailed(Exception):
    """A process has ended before its worlds were played; what it said stands above."""


def real_sketches(now: datetime) -> list[Sketch]:
    """Every volunteer of the configured database who can be asked, without who he is. Reads, never writes."""
    rows = Volunteer.objects.available(now).filter(located_at__isnull=False).order_by("pk")
    return [Sketch(*row) for row in rows.values_list(*Sketch._fields)]


def jobs_for(
    contenders: Sequence[Contender], scenario: Scenario, seeds: Sequence[int], real: list[Sketch], cores: int
) -> list[Job]:
    """The work cut into pieces: each policy's worlds in as many parts as there are cores."""
    size = ceil(len(seeds) / cores)
    parts = [list(seeds[start : start + size]) for start in range(0, len(seeds), size)]
    return [Job(contender, scenario, part, real) for contender in contenders for part in parts]


def environment(contender: Contender, folder: Path) -> dict[str, str]:
    """All that a process is told: nothing of this house's own settings, and above all not its database."""
    return {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": str(settings.BASE_DIR),
        "DJANGO_SETTINGS_MODULE": "covidsol.settings",
        "DATABASE_URL": "sqlite://:memory:",
        "DATA_DIR": str(folder),
        "ENV_FILE": os.devnull,
        "LOG_LEVEL": "WARNING",
        "DISPATCH": json.dumps(contender.dispatch),
    }


class Company:
    """The processes at work, and how far they are."""

    def __init__(self, jobs: Sequence[Job], folder: Path, progress: Progress) -> None:
        self.jobs = jobs
        self.folder = folder
        self.progress = progress
        self.lock = Lock()
        self.days = 0
        self.processes: list[subprocess.Popen[str]] = []
        self.figures: dict[str, dict[int, Figures]] = {job.contender.name: {} for job in jobs}

    def work(self, cores: int) -> None:
        """Let all jobs be done. Raises WorldFailed with the first that fails; none is left running."""
        pool = ThreadPoolExecutor(cores)
        try:
            for done in [pool.submit(self._one, job) for job in self.jobs]:
                done.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            for process in self.processes:
                process.kill()
            pool.shutdown()

    def _one(self, job: Job) -> None:
        words = self.folder / f"{job.contender.name}-{job.seeds[0]}.json"
        words.write_text(job.dumps(), encoding="utf-8")
        with words.open(encoding="utf-8") as stdin, self._start(job, stdin) as process:
            for line in process.stdout or ():
                self._hears(job, json.loads(line))
        if process.returncode:
            raise WorldFailed(f"{job.contender.name}, worlds {job.seeds}")

    def _start(self, job: Job, stdin: IO[str]) -> subprocess.Popen[str]:
        """A process that reads its job, plays it and tells how it goes; its errors go where ours go."""
        process = subprocess.Popen(
            [sys.executable, "-m", "django", "simulate_world"],
            env=environment(job.contender, self.folder),
            cwd=self.folder,
            stdin=stdin,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.processes.append(process)
        return process

    def _hears(self, job: Job, news: dict) -> None:
        with self.lock:
            if "figures" in news:
                self.figures[job.contender.name][news["seed"]] = news["figures"]
            else:
                self.days += 1
            self.progress(self.days / sum(len(each.seeds) * each.scenario.days for each in self.jobs))


def rehearse(jobs: Sequence[Job], cores: int, progress: Progress) -> dict[str, list[Figures]]:
    """The figures of every world by policy, worlds in order. `progress` hears the share that is done."""
    with tempfile.TemporaryDirectory(prefix="covidsol-simulate-") as folder:
        company = Company(jobs, Path(folder), progress)
        company.work(cores)
    return {name: [worlds[seed] for seed in sorted(worlds)] for name, worlds in company.figures.items()}
