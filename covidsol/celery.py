"""The queue's application and the clock that repairs what the queue forgot."""

import os

from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "covidsol.settings")

app = Celery("covidsol")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def be_patient(**_kwargs: object) -> None:
    """A worker waits for messages, so it may wait longer for the broker than a visitor may."""
    options = {**app.conf.broker_transport_options, "socket_timeout": 5}
    del options["max_retries"]
    app.conf.broker_transport_options = options


# of a night without workers, one sweep is enough
A_MINUTE = {"expires": 55}
app.conf.beat_schedule = {
    "sweep": {"task": "matching.tasks.sweep", "schedule": crontab(), "options": A_MINUTE},
    "raise-due": {"task": "callcentre.tasks.raise_due", "schedule": crontab(), "options": A_MINUTE},
    "to-many": {"task": "exchange.tasks.go_on", "schedule": crontab(), "options": A_MINUTE},
    "deliver": {"task": "letters.tasks.deliver_due", "schedule": crontab(), "options": A_MINUTE},
    "telephony": {"task": "callcentre.tasks.work_telephony", "schedule": crontab(), "options": A_MINUTE},
    "forget": {"task": "matching.tasks.forget", "schedule": crontab(hour=3, minute=11)},
    "remind-of-shifts": {"task": "callcentre.tasks.remind_of_shifts", "schedule": crontab(minute="*/15")},
    "sweep-sessions": {"task": "privacy.tasks.sweep_sessions", "schedule": crontab(minute=17)},
    "publish": {"task": "impact.tasks.publish", "schedule": crontab(minute=7)},
    "write-nearby": {"task": "impact.tasks.write_nearby", "schedule": crontab(minute="*/5")},
    "look-round": {"task": "impact.tasks.look_round", "schedule": crontab(hour=4, minute=37)},
}
