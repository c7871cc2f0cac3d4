"""The addresses of the operators' desk: /operator/…, the same in every language."""

from django.urls import URLPattern, path

from callcentre import ringing, views

app_name = "callcentre"
urlpatterns: list[URLPattern] = [
    path("", views.desk, name="desk"),
    path("ringing/", ringing.ringing, name="ringing"),
    path("call/<uuid:uuid>/", ringing.open_call, name="open_call"),
]
