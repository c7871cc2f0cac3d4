"""The public addresses of the phone's room, in the reader's own language."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from callcentre import join_views

app_name = "phone"
urlpatterns = [
    path(_("phone/join/"), join_views.join, name="join"),
    path(_("phone/check-your-letters/"), join_views.check_mail, name="check_mail"),
    path(_("phone/confirm/<str:token>/"), join_views.confirm, name="confirm"),
    path(_("phone/thank-you/"), join_views.goodbye, name="goodbye"),
]
