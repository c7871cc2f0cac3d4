"""A form with a fault: what was typed waits in the locked session, and a GET shows it with the fault.

So a POST is never answered by a page: Back does not ask whether to send again, and a reload is harmless.
"""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

KEPT = "typed"
KEPT_FOR = timedelta(minutes=15)  # then the page is empty: the computer may be a library's
MOST_PAGES = 5  # of one visitor; who has more open loses the oldest
MOST_LETTERS = 5000  # of one answer; the longest field takes 2000
NOT_TYPED = {"csrfmiddlewaretoken"}

Answers = MultiValueDict[str, Any]


def named(view: str, *keys: str) -> str:
    """The name of a page for which answers wait: its view and the key in its address, in any language."""
    return " ".join([view, *keys])


def page(request: HttpRequest) -> str:
    """The name of the page that is asked for."""
    found = request.resolver_match
    return named(found.view_name, *map(str, found.kwargs.values())) if found else request.path


def keep(request: HttpRequest, name: str = "", answers: Answers | None = None) -> None:
    """Keep what was posted, or these answers, for this page or the one that is named."""
    name = name or page(request)
    posted = request.POST if answers is None else answers
    lists = [
        [field, [str(value)[:MOST_LETTERS] for value in posted.getlist(field)]]
        for field in posted
        if field not in NOT_TYPED
    ]
    others = [each for each in request.session.get(KEPT, []) if each["page"] != name]
    until = (timezone.now() + KEPT_FOR).timestamp()
    mine = {"page": name, "until": until, "answers": lists}
    request.session[KEPT] = [*others[1 - MOST_PAGES :], mine]


def kept(request: HttpRequest, name: str = "") -> Answers | None:
    """What waits for this page; None for most."""
    name, now = name or page(request), timezone.now().timestamp()
    for each in request.session.get(KEPT, []):
        if each["page"] == name and each["until"] > now:
            return MultiValueDict(each["answers"])
    return None


def answers(request: HttpRequest, name: str = "") -> Answers | None:
    """What a form is bound to: what is posted now; on a GET what was posted with a fault, mostly nothing."""
    return request.POST if request.method == "POST" else kept(request, name)


def forget(request: HttpRequest, name: str = "") -> None:
    """All is well, or somebody else begins: nothing waits for this page any more."""
    name = name or page(request)
    if any(each["page"] == name for each in request.session.get(KEPT, [])):
        request.session[KEPT] = [each for each in request.session[KEPT] if each["page"] != name]
