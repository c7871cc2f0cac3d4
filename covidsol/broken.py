"""Pages for when something is broken: in all languages at once, without database, session or choice."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

BAD_REQUEST = (
    _("We did not understand this request"),
    _("Go back to the first page and start again, or call us."),
)
FAULT = (
    _("A fault, on our side"),
    _("The page does not work just now. Wait a few minutes and try again, or call us."),
)
CLOSED = (
    _("We are at work on the site"),
    _(
        "The page is away for a short time. What you sent before is safe. "
        "Come back a little later, or call us now."
    ),
)
FOR_MACHINES = ("/healthz", "/readyz")


def page(words: tuple[str | Promise, str | Promise]) -> str:
    """The text of such a page: a heading and what to do."""
    heading, story = words
    return render_to_string(
        "includes/bare.html", {"service": settings.SERVICE, "heading": heading, "story": story}
    )


class Closed:
    """As long as MAINTENANCE names minutes, every page says so, and machines when to come back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.MAINTENANCE:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path in FOR_MACHINES:
            return self.get_response(request)
        response = HttpResponse(page(CLOSED), status=503)
        response["Retry-After"] = str(settings.MAINTENANCE * 60)
        response["Cache-Control"] = "no-store"
        return response
