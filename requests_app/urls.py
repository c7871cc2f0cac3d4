"""The addresses of the pages for people who need help, in their own language."""

from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from requests_app import reporting, views
from requests_app.wizard import AskWizard

app_name = "requests"
ask = never_cache(AskWizard.as_view(url_name="requests:ask_step", done_step_name="done"))
urlpatterns = [
    path(_("ask/"), ask, name="ask"),
    path(_("ask/<slug:step>/"), ask, name="ask_step"),
    path(_("status/"), views.status, name="status"),
    path(_("status/request/"), views.found, name="found"),
    path(_("status/request/cancel/"), views.found_cancel, name="found_cancel"),
    path(_("status/request/how-it-went/"), views.found_how_it_went, name="found_how_it_went"),
    path(_("status/request/report/"), reporting.found_report, name="found_report"),
    path(_("status/request/report/thanks/"), reporting.found_reported, name="found_reported"),
    path(_("my-request/<str:token>/"), views.own, name="own"),
    path(_("my-request/<str:token>/report/"), reporting.report, name="report"),
    path(_("my-request/<str:token>/report/thanks/"), reporting.reported, name="reported"),
    path(_("my-request/<str:token>/how-it-went/"), views.how_it_went, name="how_it_went"),
    path(_("my-request/<str:token>/cancel/"), views.cancel, name="cancel"),
    path(_("my-request/<str:token>/list/"), views.change, name="change"),
    path(_("my-request/<str:token>/forget-me/"), views.forget, name="forget"),
    path(_("status/forgotten/"), views.forgotten, name="forgotten"),
]
