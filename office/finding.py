"""Finding a person by phone, e-mail, reference or name: by POST, so that no address holds any of them."""

import re
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from catalogue.forms import PlainForm
from office import ages
from office.request_page import VIEW
from office.volunteer_page import VIEW as SEES_VOLUNTEERS
from privacy.cleaning import LineField
from privacy.crypto import blind_indexes
from privacy.models import Event
from privacy.search import phone_fingerprints
from requests_app.models import HelpRequest
from requests_app.names import FOUND, LOOKED_AT, by_name
from team.access import actor
from volunteers.models import Status as Standing
from volunteers.models import Volunteer

NOBODY = UUID(int=0)  # the subject of an event that is about no row
REFERENCE = re.compile(r"[\s.-]*".join([r"(\d)"] * 6))


class FindForm(PlainForm):
    """What somebody knows of a person."""

    known = LineField(
        label=_("Phone number, number of the request, name, or e-mail address"),
        help_text=_(
            "A name is looked for among the last %(most)s open requests. "
            "Volunteers are found by their whole phone number or e-mail address."
        )
        % {"most": LOOKED_AT},
        max_length=80,
        error_messages={"required": _("Write what you know.")},
    )


def look_up(typed: str) -> tuple[str, list[HelpRequest]]:
    """By what it was found (`reference`, `phone`, `e-mail`, `name`), and the requests, newest first."""
    rows = HelpRequest.objects.filter(erased_at__isnull=True).order_by("-created_at")
    if number := REFERENCE.fullmatch(typed):
        return "reference", list(rows.filter(reference="".join(number.groups())))
    if indexes := phone_fingerprints(typed):
        return "phone", list(rows.filter(phone_index__in=indexes)[:FOUND])
    if "@" in typed:
        return "e-mail", []  # of those who ask it is locked without a fingerprint
    return "name", list(rows.filter(pk__in=by_name(typed)))


def volunteers(typed: str) -> list[Volunteer]:
    """The volunteers with just this phone number or e-mail address, newest first."""
    keys = Q(phone_index__in=phone_fingerprints(typed)) | Q(email_index__in=blind_indexes(typed.lower()))
    here = Volunteer.objects.exclude(status=Standing.LEFT).filter(keys)
    return list(here.order_by("-registered_at")[:FOUND])


@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """The form, and after a press what was found: numbers and initials. Each search is written down."""
    if not request.user.has_perm(VIEW):
        raise PermissionDenied
    now = timezone.now()
    form = FindForm(request.POST if request.method == "POST" else None)
    found: list[tuple[HelpRequest, Any]] | None = None
    people: list[Volunteer] = []
    if form.is_valid():
        known = form.cleaned_data["known"]
        way, rows = look_up(known)
        people = volunteers(known) if request.user.has_perm(SEES_VOLUNTEERS) else []
        Event.objects.create(
            at=now, actor=actor(request), action="requests.searched", subject=NOBODY,
            detail={"by": way, "found": len(rows) + len(people)},
        )  # fmt: skip
        found = [(row, ages.of_request(row, now)) for row in rows]
    context = admin.site.each_context(request) | {
        "title": _("Find a person"), "form": form, "found": found, "people": people,
        "opts": HelpRequest._meta,
    }  # fmt: skip
    return render(request, "admin/requests_app/helprequest/find.html", context)
