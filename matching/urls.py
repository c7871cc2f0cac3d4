"""The addresses of a volunteer's pages about one request."""

from django.urls import path

from matching import reporting, views

app_name = "matching"
urlpatterns = [
    path("v/<str:token>/", views.invitation, name="invitation"),
    path("v/<str:token>/no/", views.decline, name="decline"),
    path("v/<str:token>/reserve/", views.reserve, name="reserve"),
    path("c/<str:token>/", views.contact, name="contact"),
    path("c/<str:token>/done/", views.done, name="done"),
    path("c/<str:token>/how-long/", views.tell, name="tell"),
    path("c/<str:token>/done-after-all/", views.done_after_all, name="done_after_all"),
    path("c/<str:token>/back/", views.give_back, name="give_back"),
    path("c/<str:token>/not-reached/", views.not_reached, name="not_reached"),
    path("c/<str:token>/report/", reporting.report, name="report"),
    path("c/<str:token>/report/thanks/", reporting.reported, name="reported"),
]
