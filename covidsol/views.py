"""Pages that belong to no room: the first one, the plain ones, the house's health, errors in style."""

from datetime import time

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseServerError,
    JsonResponse,
)
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from catalogue import kinds
from covidsol import accessibility, broken, health
from geo import attribution
from impact import picture
from matching import policy
from privacy import retention


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
    context = {
        "public_alternates": True,
        "kinds": kinds.KINDS,
        "days": retention.in_days(),
        "telephony": settings.TELEPHONY.provider.title(),
        "geocoders": attribution.receivers(),
        "owed_for_postcodes": attribution.owed_for_postcodes(),
        "complaints": accessibility.COMPLAINTS.get(settings.COUNTRY),
        "impact": picture.line() if name == "home" else [],
    }
    return render(request, f"pages/{name}.html", context)


@require_safe
def chosen(request: HttpRequest) -> HttpResponse:
    """How volunteers are chosen: the dispatch policy in three sentences, with the numbers in force."""
    rules = policy.current()
    by_day = {name: time(*divmod(min(getattr(rules, name), 1439), 60)) for name in ("wakes_at", "sleeps_at")}
    return render(request, "pages/chosen.html", {"public_alternates": True, "rules": rules, **by_day})


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process is up; says nothing of database or queue."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Whether the house does its work; 503 when letters are late or the database is away."""
    found = health.look(timezone.now())
    return JsonResponse(found, status=200 if found["state"] in ("ok", "degraded") else 503)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old, or came from elsewhere: say so, and how to go on."""
    return render(request, "403_csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something is broken: a page that needs no database, no session and no language."""
    return HttpResponseServerError(broken.page(broken.FAULT))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What came is no request that we can read."""
    return HttpResponseBadRequest(broken.page(broken.BAD_REQUEST))
