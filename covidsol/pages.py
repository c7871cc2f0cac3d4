"""The addresses of the plain pages, in the reader's own language."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from covidsol import views

app_name = "pages"
urlpatterns = [
    path(_("how-it-works/"), views.page, {"name": "how"}, name="how"),
    path(_("how-volunteers-are-chosen/"), views.chosen, name="chosen"),
    path(_("safety/"), views.page, {"name": "safety"}, name="safety"),
    path(_("accessibility/"), views.page, {"name": "accessibility"}, name="accessibility"),
    path(_("privacy/"), views.page, {"name": "privacy"}, name="privacy"),
]
