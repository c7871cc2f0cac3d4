"""The person says that something was not right: by her link, or by the two numbers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from matching import reports
from matching.report_rows import Side
from matching.reporting import Desk, ask, thank
from requests_app.models import HelpRequest
from requests_app.views import by_numbers, by_token

OF_THE_LINK = ("requests:report", "requests:reported", "requests:own")
OF_THE_NUMBERS = ("requests:found_report", "requests:found_reported", "requests:found")


def _desk(help_request: HelpRequest, views: tuple[str, ...], *args: str) -> Desk:
    here, thanks, back = (reverse(view, args=args) for view in views)
    return Desk(Side.PERSON, here, thanks, back, help_request.uuid.hex)


def _ask(request: HttpRequest, help_request: HelpRequest, desk: Desk) -> HttpResponse:
    return ask(request, desk, list(reports.about(help_request, timezone.now())))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, token: str) -> HttpResponse:
    """For who has the link."""
    help_request = by_token(token)
    return _ask(request, help_request, _desk(help_request, OF_THE_LINK, token))


@never_cache
@require_safe
def reported(request: HttpRequest, token: str) -> HttpResponse:
    """Thanks, for who has the link."""
    return thank(request, _desk(by_token(token), OF_THE_LINK, token))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def found_report(request: HttpRequest) -> HttpResponse:
    """For who knows the two numbers."""
    help_request = by_numbers(request)
    if help_request is None:
        return redirect("requests:status")
    return _ask(request, help_request, _desk(help_request, OF_THE_NUMBERS))


@never_cache
@require_safe
def found_reported(request: HttpRequest) -> HttpResponse:
    """Thanks, for who knows the two numbers."""
    help_request = by_numbers(request)
    if help_request is None:
        return redirect("requests:status")
    return thank(request, _desk(help_request, OF_THE_NUMBERS))
