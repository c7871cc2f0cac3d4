"""What is counted, and in which words the page says so. Every measure counts from the first day on."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Measure:
    """One figure: its code in the files, its name, what it means.

    `within` names the measure that it is a part of: no area may show more of this than of that one.
    `by_area` is false for what has no place of its own.
    """

    code: str
    label: "StrOrPromise"
    meaning: "StrOrPromise"
    within: str = ""
    by_area: bool = True


MEASURES = (
    Measure(
        "volunteers",
        _("volunteers in all"),
        _("Volunteers who have confirmed their address, those who left again too."),
    ),
    Measure(
        "left",
        _("volunteers who left"),
        _("Volunteers who left, or whom the team does not ask any more."),
        within="volunteers",
    ),
    Measure(
        "requests",
        _("requests"),
        _("Each request for help that came in, by phone or here. Requests that were cancelled count too."),
    ),
    Measure(
        "matched",
        _("a volunteer found"),
        _("Requests to which at least one volunteer said yes."),
        within="requests",
    ),
    Measure(
        "helped",
        _("times helped"),
        _(
            "Requests for which a volunteer has helped. Who asked twice counts twice: we forget names, so we "
            "cannot count people."
        ),
        within="matched",
    ),
    Measure("calls", _("calls taken"), _("Calls to our number that somebody answered."), by_area=False),
    Measure(
        "letters",
        _("letters that asked"),
        _("E-mails that asked a volunteer to help with one request."),
        by_area=False,
    ),
    Measure(
        "hours",
        _("hours of help"),
        _(
            "As the volunteers told us. For those who told nothing we count what such help takes as a rule. "
            "Nobody has measured it."
        ),
        by_area=False,
    ),
    Measure("tasks", _("tasks done"), _("Each time a volunteer has helped."), by_area=False),
    Measure(
        "told",
        _("tasks with told hours"),
        _("Tasks for which the volunteer told us the time."),
        within="tasks",
        by_area=False,
    ),
    Measure(
        "paper_scans",
        _("posters opened"),
        _("How often somebody opened the link on a poster or a shopping list."),
        by_area=False,
    ),
    Measure(
        "paper_volunteers",
        _("volunteers by a poster"),
        _("Volunteers who came by a poster and have confirmed their address."),
        within="volunteers",
        by_area=False,
    ),
    Measure(
        "paper_matched",
        _("yes by a poster"),
        _("How often somebody said yes who had come by the poster of that person."),
        by_area=False,
    ),
)
BY_CODE = {measure.code: measure for measure in MEASURES}
