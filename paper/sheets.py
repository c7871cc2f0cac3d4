"""What is printed: each sheet, and the page on which one chooses what stands on it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from paper import codes, lists, qr, wordings
from paper.forms import USUAL_OTHER, NoteForm, PosterForm, SheetForm, other_languages
from privacy import doors, typed
from privacy.search import phone_as_written
from requests_app.models import HelpRequest
from volunteers.models import Status, Volunteer


@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    """All that can be printed, in which two languages."""
    usual = USUAL_OTHER.get(translation.get_language() or "", "fr")
    others = sorted(other_languages(), key=lambda each: each[0] != usual)
    return render(request, "paper/papers.html", {"public_alternates": True, "others": others})


def _languages(query: QueryDict) -> tuple[str, str]:
    """The page's own language and the one that was chosen beside it."""
    own = str(translation.get_language())
    other = query.get("other", "")
    known = {each[0] for each in other_languages()}
    return own, other if other in known else USUAL_OTHER.get(own, "fr")


def _link(address: str) -> dict[str, Any]:
    """An address to scan, and to type: without what a browser adds by itself."""
    return {"qr": qr.draw(address), "typed": address.partition("://")[2].rstrip("/")}


@require_safe
def blank(request: HttpRequest) -> HttpResponse:
    """The poster with an empty list, for somebody who writes with a pen."""
    languages = _languages(request.GET)
    context = {"halves": wordings.both(wordings.BLANK, languages), "rows": range(lists.BLANK_LINES)}
    with translation.override(languages[0]):
        address = settings.BASE_URL + reverse("volunteers:register")
    return render(request, "paper/poster.html", {**context, **_link(address)})


@require_safe
def flyer(request: HttpRequest) -> HttpResponse:
    """The phone number, large, for halls and shop windows."""
    halves = wordings.both(wordings.FLYER, _languages(request.GET))
    return render(request, "paper/flyer.html", {"halves": halves, **_link(f"{settings.BASE_URL}/")})


def _hers(token: str) -> HelpRequest:
    """The request of whoever asked; one that has ended hangs up no poster."""
    return doors.live(token, "request.own", HelpRequest.objects.filter(erased_at__isnull=True))


def _sheet_address(view: str, token: str, form: SheetForm) -> str:
    """The sheet with what was ticked, to be printed as often as she likes."""
    query = QueryDict(mutable=True)
    chosen = {name: value for name, value in form.cleaned_data.items() if value}
    query.update({name: "on" if value is True else value for name, value in chosen.items()})
    return f"{reverse(view, args=[token])}?{query.urlencode()}"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def poster(request: HttpRequest, token: str) -> HttpResponse:
    """What shall stand on the poster; POST makes its code, or ends it."""
    help_request = _hers(token)
    if help_request.has_ended:
        return redirect("requests:own", token=token)
    if "end" in request.POST:
        codes.end(help_request, timezone.now())
        return redirect("paper:poster", token=token)
    form = PosterForm(typed.answers(request))
    if request.method == "POST" and not form.is_valid():
        typed.keep(request)
        return redirect("paper:poster", token=token)
    if request.method == "POST":
        typed.forget(request)
        codes.make(help_request, timezone.now())
        return redirect(_sheet_address("paper:poster_sheet", token, form))
    context = {"form": form, "token": token, "has_code": codes.of(help_request) is not None}
    return render(request, "paper/choose_poster.html", context)


@never_cache
@require_safe
def poster_sheet(request: HttpRequest, token: str) -> HttpResponse:
    """The poster, filled in: first name and list only if she has ticked them, never address or phone."""
    help_request = _hers(token)
    found = codes.of(help_request)
    if found is None or help_request.has_ended:
        return redirect("paper:poster", token=token)
    languages = _languages(request.GET)
    address = settings.BASE_URL + reverse("short", args=[found.spoken])
    context = {
        "halves": wordings.both(wordings.POSTER, languages),
        "labels": wordings.labels(help_request, languages),
        "first_name": help_request.first_name if "with_name" in request.GET else "",
        "list": lists.lay_out(help_request.notes) if "with_list" in request.GET else None,
        "rows": range(lists.BLANK_LINES),
        "token": token,
    }
    return render(request, "paper/poster.html", {**context, **_link(address)})


def _his(token: str) -> Volunteer:
    return doors.live(token, "volunteer.own", Volunteer.objects.filter(status=Status.ACTIVE))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, token: str) -> HttpResponse:
    """What shall stand on the note that a volunteer puts into letter boxes; nothing is kept of it."""
    volunteer = _his(token)
    form = NoteForm(typed.answers(request))
    if request.method == "POST" and not form.is_valid():
        typed.keep(request)
        return redirect("paper:note", token=token)
    if request.method == "POST":
        typed.forget(request)
        return redirect(_sheet_address("paper:note_sheet", token, form))
    context = {"form": form, "token": token, "first_name": volunteer.first_name}
    return render(request, "paper/choose_note.html", context)


@never_cache
@require_safe
def note_sheet(request: HttpRequest, token: str) -> HttpResponse:
    """Four notes on one page, to cut."""
    volunteer = _his(token)
    context = {
        "halves": wordings.both(wordings.NOTE, _languages(request.GET)),
        "slips": range(4),
        "first_name": volunteer.first_name,
        "phone": phone_as_written(volunteer.phone) if "with_phone" in request.GET else "",
        "token": token,
    }
    return render(request, "paper/note.html", context)
