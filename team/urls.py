"""The addresses of the team's door: /team/…, the same in every language."""

from django.urls import URLPattern, path

from team import steps, views

app_name = "team"
urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("login/", views.log_in, name="login"),
    path("logout/", views.log_out, name="logout"),
    path("language/", views.language, name="language"),
    path("forgotten/", views.forgotten, name="forgotten"),
    path("welcome/<str:token>/", views.welcome, name="welcome"),
    path("password/", views.password, name="password"),
    path("code/", steps.code, name="code"),
    path("set-up/", steps.set_up, name="set_up"),
    path("recovery/", steps.recovery, name="recovery"),
]
