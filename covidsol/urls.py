"""All addresses. What people read begins with their language; machines and the office need none."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from callcentre.feed import calendar
from callcentre.telephony.inbox import door as telephony_door
from covidsol import dev_letters, views
from impact import views as window
from paper.views import short
from volunteers.views import no_news, unsubscribe

handler500 = "covidsol.views.server_error"
handler400 = "covidsol.views.bad_request"
urlpatterns = [
    path("", views.front, name="front"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("u/<str:token>/", unsubscribe, name="unsubscribe"),
    path("u/news/<str:token>/", no_news, name="no_news"),
    path("a/<str:token>/", short, name="short"),
    path("calendar/<str:token>/shifts.ics", calendar, name="calendar"),
    path("impact.json", window.as_json, name="impact_json"),
    path("impact.csv", window.as_csv, name="impact_csv"),
    path("admin/", admin.site.urls),
    path("operator/", include("callcentre.urls")),
    path("team/", include("team.urls")),
    path("exchange/", include("exchange.urls")),
]
if settings.MAIL_EVENTS:  # only with a secret is the provider's door open
    urlpatterns.append(path("anymail/", include("anymail.urls")))
if settings.TELEPHONY.provider:
    urlpatterns.append(path(f"telephony/{settings.TELEPHONY.path}/", telephony_door, name="telephony"))
if not settings.PRODUCTION:
    urlpatterns += [
        path("dev/letters/", dev_letters.index, name="dev_letters"),
        path("dev/letters/kinds/", dev_letters.kinds, name="dev_letter_kinds"),
        path("dev/letters/kinds/<slug:kind>/<slug:language>/", dev_letters.sample, name="dev_letter_sample"),
        path("dev/letters/<slug:name>/", dev_letters.show, name="dev_letter"),
        path("dev/letters/<slug:name>/html/", dev_letters.html, name="dev_letter_html"),
    ]
urlpatterns += i18n_patterns(
    path("", views.page, {"name": "home"}, name="home"),
    path("", include("covidsol.pages")),
    path("", include("requests_app.urls")),
    path("", include("volunteers.urls")),
    path("", include("matching.urls")),
    path("", include("paper.urls")),
    path("", include("callcentre.join_urls")),
    path("", include("impact.urls")),
)
