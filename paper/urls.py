"""The addresses of what is printed, and of the pages that a poster leads to."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from paper import sheets, views

app_name = "paper"
urlpatterns = [
    path("a/<str:token>/", views.code, name="code"),
    path(_("poster/"), sheets.papers, name="papers"),
    path(_("poster/to-fill-in/"), sheets.blank, name="blank"),
    path(_("poster/flyer/"), sheets.flyer, name="flyer"),
    path(_("poster/check-your-letters/"), views.check_mail, name="check_mail"),
    path(_("poster/yes/<str:token>/"), views.arrival, name="arrival"),
    path(_("my-request/<str:token>/poster/"), sheets.poster, name="poster"),
    path(_("my-request/<str:token>/poster/sheet/"), sheets.poster_sheet, name="poster_sheet"),
    path(_("my-page/<str:token>/note/"), sheets.note, name="note"),
    path(_("my-page/<str:token>/note/sheet/"), sheets.note_sheet, name="note_sheet"),
]
