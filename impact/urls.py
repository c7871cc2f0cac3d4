"""The addresses of the window, in the reader's own language; its files have one address for all."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from impact import views

app_name = "impact"
urlpatterns = [
    path(_("impact/"), views.impact, name="impact"),
    path(_("neighbours-wanted/"), views.wanted, name="wanted"),
]
