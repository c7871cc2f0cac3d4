"""The addresses of the operators' desk: /operator/…, the same in every language."""

from django.urls import URLPattern, path

from callcentre import queue, ring_page, task_page, views

app_name = "callcentre"
urlpatterns: list[URLPattern] = [
    path("", views.desk, name="desk"),
    path("calls/", queue.queue, name="queue"),
    path("calls/<uuid:uuid>/", task_page.task, name="task"),
    path("calls/<uuid:uuid>/take/", task_page.take, name="take"),
    path("calls/<uuid:uuid>/back/", task_page.put_back, name="put_back"),
    path("calls/<uuid:uuid>/desk/", task_page.to_desk, name="to_desk"),
    path("ring/<uuid:uuid>/", ring_page.ring, name="ring"),
]
