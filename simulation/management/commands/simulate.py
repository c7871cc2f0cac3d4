"""`manage.py simulate`: what a policy of dispatch would do, before anybody gets a letter."""

import json
import os
from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from matching import policy
from simulation import hours, people, policies, report, run
from simulation.figures import estimates
from simulation.people import Scenario
from simulation.plot import picture
from simulation.policies import Contender

# Brussels has as many volunteers and requests for its inhabitants as the country.
COUNTRY, BRUSSELS = (7000, 1000), (740, 105)


class Command(BaseCommand):
    """Plays the product's own dispatch with simulated volunteers; writes to no database but one in memory."""

    help = "Rehearse the dispatch: worlds of simulated volunteers and requests against the product's code."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seeds", type=int, default=10, help="how many worlds (10)")
        parser.add_argument("--volunteers", type=int, help="in each world (7000; 740 in Brussels)")
        parser.add_argument("--requests", type=int, help="in each world (1000; 105 in Brussels)")
        parser.add_argument("--days", type=int, default=hours.DAYS, help="until the last request (61)")
        parser.add_argument(
            "--policy", action="append", choices=policies.CONTENDERS, help="one of them only; may be repeated"
        )
        parser.add_argument(
            "--set", action="append", default=[], metavar="NAME=NUMBER", help="change a number of ours"
        )
        parser.add_argument("--claim-factor", type=float, default=1.0, help="on the probability of a yes (1)")
        parser.add_argument("--dead-share", type=float, default=people.DEAD, help="of wrong addresses (0.08)")
        parser.add_argument(
            "--places", choices=["belgium", "brussels", "real"], default="belgium",
            help="real: the volunteers of this house's database, which is only read",
        )  # fmt: skip
        parser.add_argument("--plot", type=Path, metavar="FILE", help="write the result as a picture (SVG)")
        parser.add_argument("--json", action="store_true", help="the last line is the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        contenders = _contenders(options["policy"] or list(policies.CONTENDERS), options["set"])
        real = run.real_sketches(timezone.now()) if options["places"] == "real" else []
        if options["places"] == "real" and not real:
            raise CommandError("There is nobody in this house who could be asked.")
        cores = os.cpu_count() or 1
        seeds = range(1, options["seeds"] + 1)
        jobs = run.jobs_for(contenders, _scenario(options, len(real)), seeds, real, cores)
        try:
            worlds = run.rehearse(jobs, cores, self._progress)
        except run.WorldFailed as failure:
            raise CommandError(str(failure)) from failure
        except KeyboardInterrupt:
            raise SystemExit(130) from None
        if self.stderr.isatty():
            self.stderr.write("")
        results = {name: estimates(figures) for name, figures in worlds.items()}
        self.stdout.write(report.titles(contenders))
        self.stdout.write(report.table(results))
        if options["plot"]:
            options["plot"].write_text(picture(results), encoding="utf-8")
        if options["json"]:
            self.stdout.write(json.dumps(report.as_object(results)))

    def _progress(self, share: float) -> None:
        if self.stderr.isatty():
            self.stderr.write(report.bar(share), ending="")
            self.stderr.flush()


def _contenders(names: list[str], changes: list[str]) -> list[Contender]:
    """The policies of these names; ours is this house's, some numbers changed. CommandError if no good."""
    numbers: dict[str, int | float] = dict(settings.DISPATCH)
    for change in changes:
        name, _equals, text = change.partition("=")
        try:
            numbers[name] = json.loads(text)
        except ValueError as error:
            raise CommandError(f"--set {change}: a name, = and a number are wanted") from error
    try:
        policy.changed(numbers)
    except ValueError as error:
        raise CommandError(str(error)) from error
    ours = replace(policies.OURS, dispatch=numbers)
    return [ours if name == ours.name else policies.CONTENDERS[name] for name in dict.fromkeys(names)]


def _scenario(options: dict[str, Any], real: int) -> Scenario:
    is_brussels = options["places"] == "brussels"
    volunteers, requests = BRUSSELS if is_brussels else COUNTRY
    if options["seeds"] < 1 or options["days"] < 1:
        raise CommandError("at least one world and one day are wanted")
    return Scenario(
        volunteers=real or options["volunteers"] or volunteers,
        requests=options["requests"] or requests,
        days=options["days"],
        claim_factor=options["claim_factor"],
        dead_share=options["dead_share"],
        only_brussels=is_brussels,
    )
