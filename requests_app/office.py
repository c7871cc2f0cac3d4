"""The office's pages about one request: whom to ask and why, a better address, another list or number."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from catalogue.forms import PlainForm
from covidsol.nudge import nudge
from geo.forms import PlaceForm, PostcodeField
from geo.office import by_hand, put_form
from letters.tasks import deliver_soon
from matching import calls, changing, claims, explain, moves
from matching.tasks import open_request
from office import acts, shown
from privacy.cleaning import LineField
from privacy.models import Event
from privacy.search import phone_as_written
from requests_app.models import HelpRequest
from volunteers.models import Volunteer

ADDRESS = ("postcode", "municipality", "street")
CHANGE = "requests_app.change_helprequest"


class CallForm(PlainForm):
    """What came of ringing somebody; or that the numbers are wanted."""

    outcome = forms.ChoiceField(choices=[(each, each) for each in ("numbers", "yes", "no", "no_answer")])
    volunteer = forms.ModelChoiceField(Volunteer.objects.all(), required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("outcome") != "numbers" and not data.get("volunteer"):
            raise forms.ValidationError(_("Choose a volunteer."))
        return data


class AddressForm(PlaceForm, PlainForm):
    """Where the request really lies."""

    postcode = PostcodeField(label=_("Postcode"))
    street = LineField(label=_("Street, number and box"), max_length=120, required=False)


def _open(request: HttpRequest, pk: int) -> HelpRequest:
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    return get_object_or_404(HelpRequest, pk=pk, erased_at__isnull=True)


def _page(request: HttpRequest, template: str, row: HelpRequest, **context: Any) -> HttpResponse:
    context |= admin.site.each_context(request) | {"original": row, "opts": HelpRequest._meta}
    return render(request, f"admin/requests_app/helprequest/{template}.html", context)


def _back(row: HelpRequest) -> HttpResponse:
    return redirect("admin:requests_app_helprequest_change", row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def volunteers(request: HttpRequest, pk: int) -> HttpResponse:
    """Who comes next and why. On the call list also the numbers, by a press that is written down."""
    row, now, by = _open(request, pk), timezone.now(), f"staff:{request.user.pk}"
    form = CallForm(request.POST if request.method == "POST" else None)
    with_numbers = form.is_valid()
    if with_numbers and form.cleaned_data["volunteer"] and _settle_call(request, row, form.cleaned_data, by):
        return _back(row)
    plan = explain.plan(row, now)
    with_numbers = with_numbers and plan.by_phone
    if with_numbers:
        shown = [str(each.volunteer.uuid) for each in plan.ranking]
        Event.objects.create(
            at=now, actor=by, action="numbers.revealed", subject=row.uuid, detail={"of": shown}
        )
    numbers = (
        {each.rank: phone_as_written(each.volunteer.phone) for each in plan.ranking} if with_numbers else {}
    )
    lines = [(each, numbers.get(each.rank, "")) for each in plan.ranking]
    context = {"plan": plan, "lines": lines, "with_numbers": with_numbers}
    return _page(request, "volunteers", row, **context, **_to_ring(row))


def _to_ring(row: HelpRequest) -> dict[str, Any]:
    """The act that puts it on the call list, where that is possible: it begins an assignment by phone."""
    ring = acts.BY_CODE["ring"]
    return {"ring": ring, "seen": acts.state(row, ring)} if ring.possible(row) else {}


def _settle_call(request: HttpRequest, row: HelpRequest, data: dict[str, Any], by: str) -> bool:
    """Write down what came of a call; whether the request has its volunteer now."""
    volunteer, now = data["volunteer"], timezone.now()
    try:
        if not calls.settle(row, volunteer, data["outcome"], by, now):
            return False
    except claims.CannotClaim as refusal:
        messages.warning(request, calls.REFUSALS[type(refusal)])
        return False
    nudge(deliver_soon)
    messages.success(request, _("Matched. The letter with the address goes out now."))
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def address(request: HttpRequest, pk: int) -> HttpResponse:
    """Another address, or a point by hand for one that nobody knows; those who live near it are asked."""
    row, now, by = _open(request, pk), timezone.now(), f"staff:{request.user.pk}"
    if answer := shown.first(request, row.uuid, _back(row)):
        return answer
    put, is_put = put_form(request, row)
    form = AddressForm(
        request.POST if request.method == "POST" and not put.is_bound else None,
        initial=model_to_dict(row, ADDRESS),
    )
    if is_put and not row.has_ended:
        moves.put_at(row, put.place, by=by, now=now)
        nudge(open_request, row.uuid)
        messages.success(request, _("It lies there now. Those who live near are asked."))
        return _back(row)
    if form.is_valid() and not row.has_ended:
        moves.move_to(row, **form.cleaned_data, by=by, now=now)
        nudge(open_request, row.uuid)
        messages.success(request, _("The address is changed. Its place is looked up now."))
        return _back(row)
    return _page(request, "address", row, form=form, **by_hand(row, put, now))


@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest, pk: int) -> HttpResponse:
    """Another list or another number; whoever is on it is told."""
    row, by = _open(request, pk), f"staff:{request.user.pk}"
    if answer := shown.first(request, row.uuid, _back(row)):
        return answer
    pages = "admin:requests_app_helprequest"
    here, back = (reverse(f"{pages}_{name}", args=[pk]) for name in ("details", "change"))
    context = admin.site.each_context(request) | {"original": row, "opts": HelpRequest._meta}
    template = "admin/requests_app/helprequest/details.html"
    desk = changing.Desk(template, here, back, by, with_phone=True, context=context)
    return changing.ask(request, row, desk)
