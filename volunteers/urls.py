"""The addresses of the volunteers' pages, in the reader's own language."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from volunteers import views

app_name = "volunteers"
urlpatterns = [
    path(_("volunteer/"), views.register, name="register"),
    path(_("volunteer/check-your-letters/"), views.check_mail, name="check_mail"),
    path(_("volunteer/confirm/<str:token>/"), views.confirm, name="confirm"),
    path(_("my-page/<str:token>/"), views.own, name="own"),
    path(_("my-page/<str:token>/pause/"), views.pause, name="pause"),
    path(_("my-page/<str:token>/address/"), views.address, name="address"),
    path(_("my-page/<str:token>/look/"), views.look, name="look"),
    path(_("my-page/<str:token>/letter/"), views.letter_again, name="letter_again"),
    path(_("my-page/<str:token>/leave/"), views.leave, name="leave"),
]
