"""The second page of the desk: find the request of whoever is on the phone."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from callcentre import finding, lookup
from callcentre.finding import FindForm
from callcentre.guard import takes_calls


@require_http_methods(["GET", "HEAD", "POST"])
@takes_calls
def find(request: HttpRequest) -> HttpResponse:
    """A line to type into; posted, the requests that may be meant, masked."""
    now = timezone.now()
    form = FindForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form}
    status = 200
    if form.is_valid():
        try:
            context["hits"] = finding.search(form.cleaned_data["what"], str(request.user.pk), now)
        except finding.TooManyNames:
            context["too_many"], status = True, 429
        context["by_name"] = finding.is_name(form.cleaned_data["what"])
        found = [each.row.uuid for each in context.get("hits", [])]
        lookup.reveal(request, found, "request.found", now)
    form.fields["what"].widget.attrs["autofocus"] = True
    return render(request, "callcentre/find.html", context, status=status)
