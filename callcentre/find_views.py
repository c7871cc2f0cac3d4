"""The second page of the desk: find a request, open it, and tell the caller how it stands."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from callcentre import finding, lookup
from callcentre.finding import FindForm
from callcentre.guard import takes_calls
from privacy.search import phone_as_written
from requests_app.models import HelpRequest


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
        found = [each.row.uuid for each in context.get("hits", [])]
        lookup.reveal(request, found, "request.found", now)
    form.fields["what"].widget.attrs["autofocus"] = True
    return render(request, "callcentre/find.html", context, status=status)


@require_POST
@takes_calls
def told(request: HttpRequest) -> HttpResponse:
    """One request in full, and what to tell the caller; written down who has opened it."""
    key = request.POST.get("uuid", "")
    there = HelpRequest.objects.filter(erased_at__isnull=True)
    row = there.filter(uuid=key).first() if finding.UUID_HEX.fullmatch(key) else None
    if row is None:
        raise Http404
    lookup.reveal(request, [row.uuid], "request.revealed", timezone.now())
    (standing,) = lookup.standings([row])
    context = {
        "standing": standing,
        "row": row,
        "phone": phone_as_written(row.phone),
        "calls": row.calls.filter(erased_at__isnull=True)[: lookup.MOST],
    }
    return render(request, "callcentre/told.html", context)
