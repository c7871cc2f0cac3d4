"""Pages that belong to no room: the first one, the plain ones, the house's health, errors in style."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_safe


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The bare address: on to the first language that the browser asks for, or the choice of four."""
    written = dict(settings.LANGUAGES)
    asked = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    mine = next((code.split("-")[0] for code, _weight in asked if code.split("-")[0] in written), None)
    response = redirect(f"/{mine}/") if mine else render(request, "pages/languages.html")
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
def page(request: HttpRequest, name: str) -> HttpResponse:
    """One of the plain pages."""
    return render(request, f"pages/{name}.html", {"public_alternates": True})


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process is up; says nothing of database or queue."""
    return HttpResponse("ok\n", content_type="text/plain")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old, or came from elsewhere: say so, and how to go on."""
    return render(request, "403_csrf.html", status=403)
