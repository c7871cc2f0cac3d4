"""The window's pages and files. They show what was reckoned beforehand, and ask the window's rows only."""

from collections import defaultdict

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from catalogue.kinds import OFFERS
from geo.municipalities import label
from geo.postcodes import lookup
from impact import coverage, drawings, files, picture
from team.access import LEAD_CALLS, needs

AN_HOUR = cache_control(public=True, max_age=3600)


@require_safe
def impact(request: HttpRequest) -> HttpResponse:
    """Four figures, the weeks, the country, and what each number means."""
    row = picture.latest()
    context: dict[str, object] = {"public_alternates": True, "row": row}
    if row:
        weeks = picture.weeks(row)[-picture.WEEKS :]
        context |= {
            "big": picture.big(row),
            "others": picture.others(row),
            "weeks": weeks[::-1],
            "bars": drawings.bars(weeks),
            "width": drawings.SLOT * len(weeks),
            "map": drawings.country(row),
            "places": picture.places(row),
            **picture.waits(row),
            "letters_per_match": picture.letters_per_match(row.totals),
            "told_percent": picture.told_percent(row.totals),
        }
    return render(request, "impact/impact.html", context)


@require_safe
@AN_HOUR
def as_json(request: HttpRequest) -> HttpResponse:
    """All figures for machines; an object without figures before the first night."""
    row = picture.latest()
    return JsonResponse(files.as_object(row, picture.weeks(row)) if row else {"totals": None})


@require_safe
@AN_HOUR
def as_csv(request: HttpRequest) -> HttpResponse:
    """The same as a table."""
    row = picture.latest()
    text = files.as_table(row, picture.weeks(row)) if row else ""
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="impact.csv"'
    return answer


def _name(postcodes: list[str]) -> str:
    """The municipality that these postcodes belong to, in the reader's words."""
    known = lookup(settings.COUNTRY, postcodes[0])
    return label(known.municipalities[0], get_language() or "") if known else postcodes[0]


@require_safe
def wanted(request: HttpRequest) -> HttpResponse:
    """For everybody: where neighbours are missing, and for what. Names of places, no numbers."""
    made, lacks = coverage.latest()
    worst, others = lacks[: coverage.SHOWN_TO_ALL], lacks[coverage.SHOWN_TO_ALL :]
    context = {
        "public_alternates": True,
        "made": made,
        "places": _groups(worst),
        "others": _groups(others),
        "more": len(others),
    }
    return render(request, "impact/wanted.html", context)


def _groups(lacks: list[coverage.Lack]) -> list[tuple[list[str], list[str]]]:
    """What is missing, and where: the offers (none where it is all of them) and the names of the places.

    The places where most is missing come first.
    """
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for lack in lacks:
        named = {} if coverage.lacks_all(lack) else lack.found
        offers = tuple(str(each.label) for each in OFFERS if each.code in named)
        groups[offers].append(_name(lack.postcodes))
    ranked = sorted(groups.items(), key=lambda each: (bool(each[0]), -len(each[0]), each[0]))
    return [(list(missing), sorted(names, key=str.casefold)) for missing, names in ranked]


@require_safe
@needs(LEAD_CALLS)
def office(request: HttpRequest) -> HttpResponse:
    """For coordinators: the same place by place, with how many were found for each kind of help."""
    made, lacks = coverage.latest()
    codes = {code for lack in lacks for code in lack.found}
    offers = [offer for offer in OFFERS if offer.code in codes]
    rows = [
        {
            "name": _name(lack.postcodes),
            "postcodes": lack.postcodes,
            "found": [lack.found.get(offer.code) for offer in offers],
        }
        for lack in lacks
    ]
    return render(request, "impact/coverage.html", {"made": made, "offers": offers, "rows": rows})
