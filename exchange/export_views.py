"""The pages on which a list goes out: the wish, another's leave, the file. A GET shows, a POST changes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exchange import desks, exporting
from exchange.forms import ExportForm
from exchange.groups import in_words
from exchange.import_views import attached
from exchange.models import FEW, Export
from team.access import actor, needs

SHOWN = 30
FROM_LIST = {"status__exact": "status", "speaks": "languages", "offers": "kinds"}


@needs(desks.COORDINATES)
@require_http_methods(["GET", "HEAD", "POST"])
def exports(request: HttpRequest) -> HttpResponse:
    """A new wish, begun with the filter of the list it comes from; and the wishes of the last month."""
    form = ExportForm(request.POST or None, initial=_of_the_list(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = exporting.ask(
            form.group(), form=data["form"], reason=data["reason"], by=actor(request),
            has_right=desks.may_export(request), now=timezone.now(),
        )  # fmt: skip
        return redirect("exchange:export", made.uuid)
    found = list(Export.objects.all()[:SHOWN])
    context = {"form": form, "rows": [(each, in_words(each.group)) for each in found], "few": FEW}
    people = desks.names(*(each.by for each in found))
    return desks.page(
        request, "exports", _("Lists for outside"), people=people, has_right=desks.may_export(request),
        now=timezone.now(), **context,
    )  # fmt: skip


def _of_the_list(request: HttpRequest) -> dict[str, object]:
    """What the list was narrowed by, as far as a file can be; what was searched for never comes along."""
    asked = {own: request.GET[name] for name, own in FROM_LIST.items() if request.GET.get(name)}
    return {name: [value] if name in ("languages", "kinds") else value for name, value in asked.items()}


@needs(desks.COORDINATES)
@require_safe
def export(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One wish: why, how many, and what may be pressed by whoever looks."""
    found, now = desks.row(Export, uuid), timezone.now()
    is_mine = found.by == actor(request)
    waits = found.waits(now)
    return desks.page(
        request, "export", _("A list for outside"), row=found, group=in_words(found.group), is_mine=is_mine,
        waits=waits, few=FEW, people=desks.names(found.by, found.approved_by, found.stopped_by),
        may_fetch=is_mine and found.may_fetch(now), may_stop=waits or found.may_fetch(now),
        may_agree=waits and not is_mine and (found.has_right or desks.may_export(request)),
    )  # fmt: skip


@needs(desks.COORDINATES)
@require_POST
def agree(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The second person says yes."""
    found, by = desks.row(Export, uuid), actor(request)
    if not exporting.approve(found, by=by, has_right=desks.may_export(request), now=timezone.now()):
        messages.warning(request, _("Nothing was done: it is so already. Look again."))
    return redirect("exchange:export", uuid)


@needs(desks.COORDINATES)
@require_POST
def stop(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """No; or taken back by whoever asked."""
    if not exporting.stop(desks.row(Export, uuid), by=actor(request), now=timezone.now()):
        messages.warning(request, _("Nothing was done: it is so already. Look again."))
    return redirect("exchange:export", uuid)


@needs(desks.COORDINATES)
@require_POST
def fetch(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The file, once, for whoever asked for it."""
    found = desks.row(Export, uuid)
    data = exporting.fetch(found, by=actor(request), now=timezone.now())
    if data is None:
        messages.warning(request, _("This file cannot be fetched, or not any more. Ask for it once more."))
        return redirect("exchange:export", uuid)
    return attached(data, f"volunteers-{timezone.localdate():%Y-%m-%d}.{found.form}")
