"""The office's page about where one volunteer lives: a better address, or a point by hand."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from covidsol.nudge import nudge
from geo.office import by_hand, put_form
from office import shown
from volunteers import whereabouts
from volunteers.forms import HomeForm
from volunteers.models import Status, Volunteer
from volunteers.tasks import locate_volunteer

CHANGE = "volunteers.change_volunteer"


@require_http_methods(["GET", "HEAD", "POST"])
def address(request: HttpRequest, pk: int) -> HttpResponse:
    """Another address, or a point by hand for one that nobody knows; he is found there from now on."""
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    row = get_object_or_404(Volunteer.objects.exclude(status=Status.LEFT), pk=pk)
    now, by = timezone.now(), f"staff:{request.user.pk}"
    page = redirect("admin:volunteers_volunteer_change", row.pk)
    if answer := shown.first(request, row.uuid, page):
        return answer
    put, is_put = put_form(request, row)
    form = HomeForm(
        request.POST if request.method == "POST" and not put.is_bound else None,
        initial=model_to_dict(row, ("postcode", "municipality", "street")),
    )
    if is_put:
        whereabouts.put_at(row, put.place, by=by, now=now)
    elif form.is_valid():
        whereabouts.move_to(row, **form.cleaned_data, by=by, now=now)
        nudge(locate_volunteer, row.uuid)
    else:
        context = admin.site.each_context(request) | {"original": row, "opts": Volunteer._meta, "form": form}
        template = "admin/volunteers/volunteer/address.html"
        return render(request, template, context | by_hand(row, put, now))
    messages.success(request, _("The address is changed."))
    return page
