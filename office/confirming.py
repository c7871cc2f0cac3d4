"""Presses for many rows at once: first how many and what will happen, then the press that does it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

MOST = 200  # each row is a deed of its own, and a page must answer before somebody presses again
Action = Callable[[Any, HttpRequest, QuerySet[Any]], Any]


def asks_first(what: Any) -> Callable[[Action], Action]:
    """An action of a list that shows its rows' number and `what` will happen, and acts on the second press.

    What was shown is what is done: the second press names each row, also when
    the first one meant all pages of the list.
    """

    def wrap(action: Action) -> Action:
        @wraps(action)
        def asked(model_admin: Any, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
            keys = list(queryset.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
            if len(keys) > MOST:
                messages.warning(request, _("At most %(most)s at a time. Choose fewer.") % {"most": MOST})
                return None
            if request.POST.get("confirmed") == "yes":
                action(model_admin, request, queryset)
                return None
            return _question(model_admin, request, action, what, keys)

        return asked

    return wrap


def _question(
    model_admin: Any, request: HttpRequest, action: Action, what: Any, keys: list[int]
) -> HttpResponse:
    name = request.POST.get("action", "")
    context = admin.site.each_context(request) | {
        "title": _("Really?"),
        "opts": model_admin.model._meta,
        "label": model_admin.get_actions(request)[name][2],
        "what": what,
        "action": name,
        "keys": keys,
        "checkbox": ACTION_CHECKBOX_NAME,
    }
    return TemplateResponse(request, "office/confirm.html", context)
