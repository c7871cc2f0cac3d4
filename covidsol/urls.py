"""All addresses. What people read begins with their language; machines and the office need none."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from covidsol import dev_letters, views

handler500 = "covidsol.views.server_error"
handler400 = "covidsol.views.bad_request"
urlpatterns = [
    path("", views.front, name="front"),
    path("healthz", views.healthz, name="healthz"),
    path("admin/", admin.site.urls),
]
if not settings.PRODUCTION:
    urlpatterns += [
        path("dev/letters/", dev_letters.index, name="dev_letters"),
        path("dev/letters/<slug:name>/", dev_letters.show, name="dev_letter"),
        path("dev/letters/<slug:name>/html/", dev_letters.html, name="dev_letter_html"),
    ]
urlpatterns += i18n_patterns(
    path("", views.page, {"name": "home"}, name="home"),
    path("", include("covidsol.pages")),
    path("", include("requests_app.urls")),
    path("", include("volunteers.urls")),
    path("", include("matching.urls")),
)
