"""The addresses of the operators' desk: /operator/…, the same in every language."""

from django.urls import URLPattern, path

from callcentre import views
from impact.views import office as coverage

app_name = "callcentre"
urlpatterns: list[URLPattern] = [
    path("", views.desk, name="desk"),
    path("coverage/", coverage, name="coverage"),
]
