"""What a volunteer changes about himself, and the papers he takes along: a file, a certificate."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from covidsol.nudge import nudge
from letters.tasks import deliver_soon
from matching import mydata, telling
from privacy import doors, tokens, typed
from volunteers import mailbox, wishes
from volunteers.forms import PreferencesForm, ReachForm
from volunteers.models import Status, Volunteer
from volunteers.own import mine, spent

FILE = "covidsol-my-data.json"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@mine
def preferences(request: HttpRequest, volunteer: Volunteer, token: str) -> HttpResponse:
    """Kinds, languages, distance, letters a week and their language."""
    form = PreferencesForm(typed.answers(request), initial=PreferencesForm.of(volunteer))
    if request.method != "POST":
        return render(request, "volunteers/preferences.html", {"form": form, "token": token})
    if not form.is_valid():
        typed.keep(request)
        return redirect("volunteers:preferences", token=token)
    typed.forget(request)
    wishes.change(volunteer, form.wishes(), translation.get_language(), timezone.now())
    return redirect("volunteers:own", token=token)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@mine
def reach_me(request: HttpRequest, volunteer: Volunteer, token: str) -> HttpResponse:
    """Another number or e-mail. This page, which may be forwarded, does not show those that we have."""
    now = timezone.now()
    form = ReachForm(typed.answers(request))
    if request.method == "POST" and not form.is_valid():
        typed.keep(request)
        return redirect("volunteers:reach_me", token=token)
    if request.method != "POST":
        waits = mailbox.is_waiting(volunteer, now)
        return render(request, "volunteers/reach_me.html", {"form": form, "token": token, "waits": waits})
    typed.forget(request)
    if phone := form.cleaned_data["phone"]:
        wishes.change_phone(volunteer, phone, now)
    email = form.cleaned_data["email"]
    if not email:
        return redirect("volunteers:own", token=token)
    mailbox.ask(volunteer, email, now)
    nudge(deliver_soon)
    return redirect("volunteers:reach_me", token=token)


@never_cache
@require_POST
@mine
def keep_email(request: HttpRequest, volunteer: Volunteer, token: str) -> HttpResponse:
    """No other address after all."""
    mailbox.drop(volunteer)
    return redirect("volunteers:reach_me", token=token)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_email(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the letter to a new address: GET shows a button, POST makes the address his."""
    volunteer = mailbox.behind(token)
    if volunteer is None:
        raise Http404
    now = timezone.now()
    if request.method == "POST":
        if mailbox.confirm(volunteer, now):
            nudge(deliver_soon)
        else:
            typed.keep(request)  # it was too late, or somebody else has the address by now
        return redirect("volunteers:new_email", token=token)
    is_done = mailbox.is_his(volunteer, token)
    is_good = is_done or (typed.kept(request) is None and mailbox.is_waiting(volunteer, now))
    context = {"is_done": is_done, "is_good": is_good, "first_name": volunteer.first_name}
    return render(request, "volunteers/new_email.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@mine
def my_data(request: HttpRequest, volunteer: Volunteer, token: str) -> HttpResponse:
    """GET says what the file is, POST sends its link by letter, for this page may be forwarded."""
    if request.method == "POST":
        mydata.ask(volunteer, timezone.now())
        nudge(deliver_soon)
        typed.keep(request)
        return redirect("volunteers:my_data", token=token)
    context = {"token": token, "is_sent": typed.kept(request) is not None}
    return render(request, "volunteers/my_data.html", context)


@never_cache
@require_safe
def data(request: HttpRequest, token: str) -> HttpResponse:
    """The file itself, for a day after it was asked for."""
    volunteer, standing = doors.behind(token, "volunteer.data", Volunteer.objects.all())
    is_open = standing is tokens.Standing.LIVE and volunteer.status == Status.ACTIVE
    if not is_open or not mydata.may_fetch(volunteer, timezone.now()):
        return spent(request)
    words = {"ensure_ascii": False, "indent": 2}
    response = JsonResponse(mydata.of(volunteer), json_dumps_params=words)
    response["Content-Disposition"] = f'attachment; filename="{FILE}"'
    response["X-Robots-Tag"] = "noindex"
    return response


@never_cache
@require_safe
@mine
def certificate(request: HttpRequest, volunteer: Volunteer, token: str) -> HttpResponse:
    """One sheet of paper that says how much he has helped; before the first task a page that says when."""
    context = {
        "volunteer": volunteer,
        "token": token,
        "done": telling.certificate(volunteer),
        "today": timezone.localdate(),
        "service_url": settings.BASE_URL,
    }
    return render(request, "volunteers/certificate.html", context)
