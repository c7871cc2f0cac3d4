"""The pages of letters to many: written, looked at, agreed to, stopped. A GET shows, a POST changes."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from covidsol.nudge import nudge
from exchange import desks, mailing
from exchange.forms import MailingForm
from exchange.groups import in_words
from exchange.models import Mailing
from exchange.tasks import go_on
from team.access import actor, needs

SHOWN = 30
PRESSES = {"ask": mailing.ask, "agree": mailing.approve, "stop": mailing.stop}


@needs(desks.COORDINATES)
@require_http_methods(["GET", "HEAD", "POST"])
def mailings(request: HttpRequest) -> HttpResponse:
    """A new letter, perhaps begun with another's words; and the letters of the last month."""
    form = MailingForm(request.POST or None, initial=_begun(request))
    if request.method == "POST" and form.is_valid():
        made = mailing.write(form.group(), form.texts(), by=actor(request), now=timezone.now())
        return redirect("exchange:mailing", made.uuid)
    found = list(Mailing.objects.all()[:SHOWN])
    return desks.page(
        request, "mailings", _("Letters to many"), form=form,
        people=desks.names(*(each.by for each in found)), now=timezone.now(),
        rows=[(each, in_words(each.group)) for each in found],
    )  # fmt: skip


def _begun(request: HttpRequest) -> dict[str, Any]:
    try:
        uuid = UUID(request.GET.get("from", ""))
    except ValueError:
        return {}
    found = Mailing.objects.filter(uuid=uuid).first()
    return MailingForm.of(found) if found else {}


@needs(desks.COORDINATES)
@require_safe
def one(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One letter: its words in each language, how many read them, and what may be pressed."""
    found, now, me = desks.row(Mailing, uuid), timezone.now(), actor(request)
    waits, is_mine = found.waits(now), found.by == me
    return desks.page(
        request, "mailing", _("A letter to many"), row=found, group=in_words(found.group), waits=waits,
        is_mine=is_mine, people=desks.names(found.by, found.approved_by, found.stopped_by),
        texts=_shown(found, now), may_agree=waits and not is_mine,
        may_ask=is_mine and not found.asked_at and not found.stopped_at and found.count > 0,
        may_stop=found.goes or waits,
    )  # fmt: skip


def _shown(found: Mailing, now: Any) -> list[tuple[str, str, dict[str, str], int]]:
    """Code and name of each language, the words, how many read them at this moment."""
    rows = mailing.readers(found.group, list(found.texts), now).order_by()
    counts = dict(rows.values_list("language").annotate(n=Count("pk")))
    return [
        (code, name, found.texts[code], counts.get(code, 0))
        for code, name in settings.LANGUAGES
        if code in found.texts
    ]


@needs(desks.COORDINATES)
@require_POST
def press(request: HttpRequest, uuid: UUID, what: str) -> HttpResponse:
    """Ask a second person, agree, stop."""
    if what not in PRESSES:
        raise Http404
    found = desks.row(Mailing, uuid)
    if not PRESSES[what](found, by=actor(request), now=timezone.now()):
        messages.warning(request, _("Nothing was done: it is so already. Look again."))
    elif what == "agree":
        nudge(go_on)
    return redirect("exchange:mailing", uuid)
