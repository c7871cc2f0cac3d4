"""The questions one after the other; answers wait in the locked session until the last page is sent."""

import uuid
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from formtools.wizard.views import NamedUrlSessionWizardView, NamedUrlWizardView

from catalogue import kinds, languages
from covidsol.nudge import nudge
from geo.municipalities import place
from letters.tasks import deliver_soon
from matching.tasks import open_request
from requests_app.forms import STEPS, TODAY, day_choices
from requests_app.intake import Ask, already_taken_down, take_down
from requests_app.models import Channel, HelpRequest

CHECK = "check"


class AskWizard(NamedUrlSessionWizardView):
    """Four questions, a check, one row. Each page has its address, so that Back works."""

    form_list = STEPS
    template_name = "requests_app/ask.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if kwargs.get("step") == self.done_step_name:  # the library would finish here, on a GET
            return redirect(self.get_step_url(CHECK))
        if "start" in request.GET:  # from the first page: nothing of whoever sat here before
            self.storage.reset()
        for_whom = request.GET.get("start", request.GET.get("for"))
        if for_whom:
            self.storage.extra_data = {"for_other": for_whom == "other"}
            return redirect(request.path)
        missing = self._first_missing(before=kwargs.get("step", ""))
        if missing:
            return redirect(self.get_step_url(missing))
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """The same form posted again finds the row that it has made."""
        key = self.request.POST.get(f"{CHECK}-form_key", "")
        known = already_taken_down(uuid.UUID(key)) if _is_uuid(key) else None
        if known:
            return _to_own_page(known)
        step = self.request.POST.get(f"{self.prefix}-current_step", "")
        if step not in self.form_list or "wizard_goto_step" in self.request.POST:
            return redirect(self.get_step_url("what"))
        missing, form = self._first_missing(before=step), self.get_form(step, data=self.request.POST)
        self._note_loss(missing, form)
        if missing or not form.is_valid():
            return self._keep(step, form, then=missing or step)
        response: HttpResponse = super().post(*args, **kwargs)
        return response

    def _note_loss(self, missing: str | None, form: Any) -> None:
        """Whoever presses and has lost earlier answers is told, until the next good one.

        The session has run out, or a second window has begun anew.
        """
        if missing and self.storage.get_step_data(missing) is None:
            self.storage.extra_data = {**self.storage.extra_data, "lost": True}
        elif not missing and form.is_valid() and self.storage.extra_data.get("lost"):
            self.storage.extra_data = {**self.storage.extra_data, "lost": False}

    def _keep(self, step: str, form: Any, then: str) -> HttpResponse:
        """What was typed waits in the session, and a GET shows it with its faults: so Back asks nothing.

        Also when the session has run out: this page is kept, what is missing is asked again.
        """
        if f"{step}-asked_by" in self.request.POST:
            self.storage.extra_data = {**self.storage.extra_data, "for_other": True}
        self.storage.current_step = step
        self.storage.set_step_data(step, self.process_step(form))
        return redirect(self.get_step_url(then))

    def _first_missing(self, before: str) -> str | None:
        """The first question before this page that has no good answer yet."""
        steps: list[str] = list(self.get_form_list())
        asked = steps[: steps.index(before)] if before in steps else steps[:-1] if before else []
        return next((step for step in asked if self.get_cleaned_data_for_step(step) is None), None)

    def get_next_step(self, step: str | None = None) -> str:
        """Back to the check as soon as every question has its answer."""
        return self._first_missing(before=CHECK) or CHECK

    def render_done(self, form: Any, **kwargs: Any) -> HttpResponse:
        """Finish inside the POST: the library would redirect and write on a GET."""
        response: HttpResponse = super(NamedUrlWizardView, self).render_done(form, **kwargs)
        return response

    def get_form_kwargs(self, step: str | None = None) -> dict[str, Any]:
        if step == "where":
            return {"needs_street": self._kind().needs_place}
        return {"for_other": bool(self.storage.extra_data.get("for_other"))} if step == "who" else {}

    def get_form_initial(self, step: str) -> dict[str, Any]:
        if step == "who":
            return {"languages": [translation.get_language()]}
        return {"form_key": uuid.uuid4()} if step == CHECK else {}

    def get_context_data(self, form: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(form=form, **kwargs)
        context["lost"] = self.storage.extra_data.get("lost")
        if self.steps.current == CHECK:
            context["answers"] = self._answers()
        if self.steps.current == "who":
            context |= {"place": self._place(), "place_url": self.get_step_url("where")}
        return context

    def done(self, form_list: Any, **kwargs: Any) -> HttpResponse:
        """All five pages are good: one row, and a hint to place it and to write to volunteers."""
        help_request = take_down(self._ask(), channel=Channel.WEB, now=timezone.now())
        nudge(open_request, help_request.uuid)
        nudge(deliver_soon)
        return _to_own_page(help_request)

    def _kind(self) -> kinds.Kind:
        data = self.get_cleaned_data_for_step("what") or {}
        return kinds.BY_CODE.get(data.get("kind", ""), kinds.KINDS[0])

    def _place(self) -> str:
        """ "1030 Schaerbeek / Schaarbeek"; "" as long as no postcode is given."""
        where = self.get_cleaned_data_for_step("where") or {}
        code, municipality = where.get("postcode", ""), where.get("municipality", "")
        return place(settings.COUNTRY, code, municipality, translation.get_language())

    def _ask(self) -> Ask:
        data = self.get_all_cleaned_data()
        when = data.get("when", "")
        today = timezone.localdate()
        return Ask(
            form_key=data["form_key"],
            kind=data["kind"],
            name=data["name"],
            phone=data["phone"],
            postcode=data["postcode"],
            municipality=data["municipality"],
            street=data.get("street", ""),
            language=translation.get_language(),
            languages=data["languages"],
            email=data["email"],
            notes=data["notes"],
            asked_by=data.get("asked_by", ""),
            wanted_on=(today if when == TODAY else date.fromisoformat(when)) if when else None,
            urgent=when == TODAY,
            weekly=data["weekly"],
        )

    def _answers(self) -> list[dict[str, Any]]:
        """What was answered, in words, each with the page where it can be changed."""
        data = {step: self.get_cleaned_data_for_step(step) or {} for step, _form in STEPS[:-1]}
        what, where, who = data["what"], data["where"], data["who"]
        days = dict(day_choices(timezone.localdate()))
        each_week = f", {_('every week')}" if what.get("weekly") else ""
        rows = [
            ("what", _("What"), self._kind().private_label),
            ("what", _("When"), f"{days.get(what.get('when', ''), '')}{each_week}"),
            (
                "where",
                _("Where"),
                _joined(where.get("street"), self._place()),
            ),
            ("who", _("Name"), who.get("name")),
            ("who", _("Phone"), (self.storage.get_step_data("who") or {}).get("who-phone")),
            ("who", _("Languages"), languages.names(who.get("languages", []))),
            ("who", _("E-mail"), who.get("email")),
            ("who", _("Asked by"), who.get("asked_by")),
            ("list", _("List"), data["list"].get("notes")),
        ]
        rows = [row for row in rows if row[1] != _("Asked by") or row[2]]
        return [
            {"label": label, "value": value, "url": self.get_step_url(step)} for step, label, value in rows
        ]


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def _joined(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)


def _to_own_page(help_request: HelpRequest) -> HttpResponse:
    return redirect(reverse("requests:own", args=[help_request.token()]))
