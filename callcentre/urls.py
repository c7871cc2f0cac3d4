"""The addresses of the operators' desk: /operator/…, the same in every language."""

from django.urls import URLPattern, path

from callcentre import find_views, views

app_name = "callcentre"
urlpatterns: list[URLPattern] = [
    path("", views.desk, name="desk"),
    path("find/", find_views.find, name="find"),
    path("told/", find_views.told, name="told"),
]
