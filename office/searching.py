"""Searching in the lists: a place by any of its names; nothing of a person ever stands in an address."""

import re
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.admin.views.main import SEARCH_VAR
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from geo.municipalities import codes_beginning
from privacy.masking import masked

SEES_REQUESTS = "requests_app.view_helprequest"
# A reference has six digits, a postcode five at most: so many are a number to ring, however they are spaced.
PHONE = re.compile(r"(?:\D*\d){7,}\D*")
FINDS = "search"  # the name of the button: what is typed is posted, see templates/admin/search_form.html


def is_personal(text: str) -> bool:
    """Whether this looks like a phone number or an e-mail address, or a piece of one."""
    return "@" in text or masked(text) != text or PHONE.fullmatch(text) is not None


def places(text: str, row: str = "") -> Q:
    """Rows in municipalities that are called so in any language; `row` leads from a row to its place."""
    codes = codes_beginning(settings.COUNTRY, text)
    return Q(**{f"{row}country": settings.COUNTRY, f"{row}postcode__in": codes}) if codes else Q(pk__in=())


def led_on(request: HttpRequest) -> HttpResponse | None:
    """Where a search goes on: from what was posted to the list's address, unless it is about a person.

    None for a list that may be shown as it is.
    """
    is_posted = request.method == "POST" and FINDS in request.POST
    asked = (request.POST if is_posted else request.GET).get(SEARCH_VAR, "").strip()
    kept = request.GET.copy()
    for name in (SEARCH_VAR, "p"):
        kept.pop(name, None)
    if is_personal(asked):
        messages.warning(request, _refusal(request))
    elif not is_posted:
        return None
    elif asked:
        kept[SEARCH_VAR] = asked
    return redirect(f"{request.path}?{kept.urlencode()}" if kept else request.path)


def _refusal(request: HttpRequest) -> Any:
    why = _(
        "Phone numbers and e-mail addresses are not searched for here, "
        "so that no address of a page holds one."
    )
    if not request.user.has_perm(SEES_REQUESTS):
        return why
    link = reverse("admin:requests_app_helprequest_find")
    return format_html('{} <a href="{}">{}</a>', why, link, _("Find a person"))
