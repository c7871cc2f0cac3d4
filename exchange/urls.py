"""Addresses of the exchange; staff pages, so they need no language."""

from django.urls import path

from exchange import export_views, import_views, mailing_views

app_name = "exchange"
urlpatterns = [
    path("in/", import_views.bring, name="bring"),
    path("in/template.xlsx", import_views.template, name="template"),
    path("in/<uuid:uuid>/", import_views.checked, name="checked"),
    path("in/<uuid:uuid>/take/", import_views.take, name="take"),
    path("out/", export_views.exports, name="exports"),
    path("out/<uuid:uuid>/", export_views.export, name="export"),
    path("out/<uuid:uuid>/agree/", export_views.agree, name="agree"),
    path("out/<uuid:uuid>/stop/", export_views.stop, name="stop"),
    path("out/<uuid:uuid>/fetch/", export_views.fetch, name="fetch"),
    path("letters/", mailing_views.mailings, name="mailings"),
    path("letters/<uuid:uuid>/", mailing_views.one, name="mailing"),
    path("letters/<uuid:uuid>/<slug:what>/", mailing_views.press, name="press"),
]
