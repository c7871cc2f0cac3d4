"""What the pages of the exchange have in common: the office's frame, whose row it is, who somebody was."""

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from team.access import actor
from team.roles import EXPORT_PEOPLE

COORDINATES = "volunteers.change_volunteer"


def page(request: HttpRequest, template: str, title: Any, **context: Any) -> HttpResponse:
    """A page in the office's frame."""
    frame = admin.site.each_context(request) | {"title": title, "me": actor(request)}
    return render(request, f"exchange/{template}.html", frame | context)


def may_export(request: HttpRequest) -> bool:
    """Whether she may take lists out at all."""
    return bool(request.user.has_perm(EXPORT_PEOPLE))


def row(model: Any, uuid: UUID, **only: Any) -> Any:
    """The row of this name, or no such page."""
    found = model.objects.filter(uuid=uuid, **only).first()
    if found is None:
        raise Http404
    return found


def names(*actors: str) -> dict[str, str]:
    """Who is meant by `staff:3`, in the name that the team knows her by."""
    numbers = {each.removeprefix("staff:") for each in actors if each.startswith("staff:")}
    users = User.objects.filter(pk__in=[each for each in numbers if each.isdecimal()])
    return {f"staff:{each.pk}": each.get_full_name() or each.get_username() for each in users}
