"""The addresses of the operators' desk: /operator/…, the same in every language."""

from django.urls import URLPattern, path

from callcentre import (
    caller_views,
    figure_views,
    find_views,
    people_views,
    queue,
    ring_page,
    ringing,
    shift_views,
    task_page,
    training_views,
    views,
)
from impact.views import office as coverage

app_name = "callcentre"
urlpatterns: list[URLPattern] = [
    path("", views.desk, name="desk"),
    path("around/", views.around, name="around"),
    path("people/", people_views.people, name="people"),
    path("people/approve/", people_views.approve, name="approve"),
    path("people/not-now/", people_views.refuse, name="refuse"),
    path("people/reveal/", people_views.reveal, name="reveal_operator"),
    path("people/end/", people_views.end, name="end_operator"),
    path("training/", training_views.page, name="training"),
    path("shifts/", shift_views.page, name="shifts"),
    path("shifts/put/", shift_views.put, name="put_on_shift"),
    path("shifts/new-link/", shift_views.new_link, name="new_calendar_link"),
    path("leave/", shift_views.leave, name="leave"),
    path("find/", find_views.find, name="find"),
    path("told/", caller_views.told, name="told"),
    path("request/<uuid:uuid>/", caller_views.page, name="request"),
    path("request/<uuid:uuid>/cancel/", caller_views.cancel, name="cancel_for_caller"),
    path("request/<uuid:uuid>/change/", caller_views.change, name="change_for_caller"),
    path("request/<uuid:uuid>/report/", caller_views.report, name="report_for_caller"),
    path("request/<uuid:uuid>/act/", caller_views.act, name="act_for_caller"),
    path("request/<uuid:uuid>/desk/", caller_views.to_desk, name="request_to_desk"),
    path("ringing/", ringing.ringing, name="ringing"),
    path("call/<uuid:uuid>/", ringing.open_call, name="open_call"),
    path("calls/", queue.queue, name="queue"),
    path("calls/<uuid:uuid>/", task_page.task, name="task"),
    path("calls/<uuid:uuid>/take/", task_page.take, name="take"),
    path("calls/<uuid:uuid>/back/", task_page.put_back, name="put_back"),
    path("calls/<uuid:uuid>/desk/", task_page.to_desk, name="to_desk"),
    path("ring/<uuid:uuid>/", ring_page.ring, name="ring"),
    path("figures/", figure_views.figures, name="figures"),
    path("coverage/", coverage, name="coverage"),
]
