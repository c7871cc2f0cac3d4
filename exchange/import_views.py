"""The pages on which a list comes in: the file, what is in it, the press. A GET shows, a POST changes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogue import languages
from catalogue.kinds import OFFERS
from covidsol.nudge import nudge
from exchange import desks, importing, sheets
from exchange.forms import ListForm
from exchange.headings import COLUMNS
from exchange.models import Import
from letters.tasks import deliver_soon
from team.access import actor, needs

SHOWN = 200  # faults and rows on one page
MADE_UP = {
    "name": "Marie Exemple", "email": "marie@example.org", "phone": "0470 12 34 56",
    "street": "Rue du Canari 77", "postcode": "1050", "municipality": "Ixelles", "travel_km": "5",
}  # fmt: skip


@needs(desks.COORDINATES)
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """Choose a file; it is checked, and what is in it is shown. Nobody is made by this."""
    form = ListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        kept = importing.keep(form.checked(), source=form.source(), by=actor(request), now=timezone.now())
        return redirect("exchange:checked", kept.uuid)
    return desks.page(request, "bring", _("Volunteers from a spreadsheet"), form=form)


@needs(desks.COORDINATES)
@require_safe
def checked(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What the press would do; after it, what it did. Only for whoever brought the file."""
    kept = desks.row(Import, uuid, by=actor(request))
    is_open = importing.is_open(kept, timezone.now())
    found = importing.shown(kept) if is_open else None
    fresh = [(number, each, initials(each.name)) for number, each in found.fresh.items()] if found else []
    return desks.page(
        request, "checked", _("What is in your file"), kept=kept, is_open=is_open, found=found,
        fresh=fresh[:SHOWN], faults=found.faults[:SHOWN] if found else [], shown=SHOWN,
    )  # fmt: skip


def initials(name: str) -> str:
    """ "M… E…": enough to know one's own list again, too little for whoever looks over a shoulder."""
    return " ".join(f"{part[0]}…" for part in name.split()[:2])


@needs(desks.COORDINATES)
@require_POST
def take(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Make just what was shown. A second press finds it done."""
    kept, now = desks.row(Import, uuid, by=actor(request)), timezone.now()
    if importing.take(kept, by=actor(request), now=now):
        nudge(deliver_soon)
    elif importing.is_open(kept, now):  # another press is at work
        messages.warning(request, _("Nothing was done: it is so already. Look again."))
    elif not kept.done_at:
        messages.warning(request, _("This was shown more than an hour ago. Choose the file once more."))
    return redirect("exchange:checked", uuid)


@needs(desks.COORDINATES)
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """An empty list with our columns and one invented line, in the reader's language."""
    words = {
        "kinds": ", ".join(str(each.label) for each in OFFERS[:2]),
        "languages": languages.names(["fr", "nl"]),
        "language": languages.names(["fr"]),
    }
    line = [(MADE_UP | words)[code] for code in COLUMNS]
    return attached(sheets.write("xlsx", [str(each) for each in COLUMNS.values()], [line]), "volunteers.xlsx")


TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def attached(data: bytes, name: str) -> HttpResponse:
    """A file to save, that no browser and no proxy keeps."""
    response = HttpResponse(data, content_type=TYPES[name.rpartition(".")[2]])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store, private"
    return response
