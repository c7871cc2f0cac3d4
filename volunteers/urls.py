"""The addresses of the volunteers' pages, in the reader's own language."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from volunteers import own, preferences, views

app_name = "volunteers"
urlpatterns = [
    path(_("volunteer/"), views.register, name="register"),
    path(_("volunteer/check-your-letters/"), views.check_mail, name="check_mail"),
    path(_("volunteer/confirm/<str:token>/"), views.confirm, name="confirm"),
    path(_("volunteer/new-address/<str:token>/"), preferences.new_email, name="new_email"),
    path(_("my-page/<str:token>/"), own.own, name="own"),
    path(_("my-page/<str:token>/pause/"), own.pause, name="pause"),
    path(_("my-page/<str:token>/address/"), own.address, name="address"),
    path(_("my-page/<str:token>/second-place/"), own.work, name="work"),
    path(_("my-page/<str:token>/look/"), own.look, name="look"),
    path(_("my-page/<str:token>/letter/"), own.letter_again, name="letter_again"),
    path(_("my-page/<str:token>/preferences/"), preferences.preferences, name="preferences"),
    path(_("my-page/<str:token>/phone-and-e-mail/"), preferences.reach_me, name="reach_me"),
    path(_("my-page/<str:token>/same-address/"), preferences.keep_email, name="keep_email"),
    path(_("my-page/<str:token>/certificate/"), preferences.certificate, name="certificate"),
    path(_("my-page/<str:token>/my-data/"), preferences.my_data, name="my_data"),
    path(_("my-data/<str:token>/"), preferences.data, name="data"),
    path(_("my-page/<str:token>/leave/"), own.leave, name="leave"),
    path(_("volunteer/goodbye/"), own.goodbye, name="goodbye"),
]
