"""Finding a person's request by phone, reference or name: by POST, so that no address holds a name."""

import re
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from catalogue.forms import PlainForm
from office import ages
from office.request_page import VIEW
from privacy.cleaning import LineField
from privacy.models import Event
from privacy.search import phone_fingerprints
from requests_app.models import HelpRequest
from requests_app.names import FOUND, LOOKED_AT, by_name
from team.access import actor

NOBODY = UUID(int=0)  # the subject of an event that is about no row
REFERENCE = re.compile(r"[\s.-]*".join([r"(\d)"] * 6))


class FindForm(PlainForm):
    """What somebody knows of a person."""

    known = LineField(
        label=_("Phone number, number of the request, or name"),
        help_text=_("A name is looked for among the last %(most)s open requests.") % {"most": LOOKED_AT},
        max_length=80,
        error_messages={"required": _("Write what you know.")},
    )


def look_up(typed: str) -> tuple[str, list[HelpRequest]]:
    """By what it was found (`reference`, `phone`, `name`), and the requests, newest first."""
    rows = HelpRequest.objects.filter(erased_at__isnull=True).order_by("-created_at")
    if number := REFERENCE.fullmatch(typed):
        return "reference", list(rows.filter(reference="".join(number.groups())))
    if indexes := phone_fingerprints(typed):
        return "phone", list(rows.filter(phone_index__in=indexes)[:FOUND])
    return "name", list(rows.filter(pk__in=by_name(typed)))


@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """The form, and after a press what was found: numbers and initials. Each search is written down."""
    if not request.user.has_perm(VIEW):
        raise PermissionDenied
    now = timezone.now()
    form = FindForm(request.POST if request.method == "POST" else None)
    found: list[tuple[HelpRequest, Any]] | None = None
    if form.is_valid():
        way, rows = look_up(form.cleaned_data["known"])
        Event.objects.create(
            at=now, actor=actor(request), action="requests.searched", subject=NOBODY,
            detail={"by": way, "found": len(rows)},
        )  # fmt: skip
        found = [(row, ages.of_request(row, now)) for row in rows]
    context = admin.site.each_context(request) | {
        "title": _("Find a person"), "form": form, "found": found, "opts": HelpRequest._meta,
    }  # fmt: skip
    return render(request, "admin/requests_app/helprequest/find.html", context)
