"""The negative control: letters straight from tasks with early ack, without a row. It must lose some."""

from django.conf import settings
from django.core.mail import EmailMessage

from covidsol.celery import app
from letters.compose import domain


@app.task(name="chaos.send_straight", acks_late=False, reject_on_worker_lost=False)
def send_straight(uuid: str, to: str) -> None:
    """One letter as many sites send it: whatever happens to the message or to us, nobody tries again."""
    headers = {"Message-ID": f"<{uuid}@{domain()}>"}
    EmailMessage("Welcome", "Thank you.", settings.DEFAULT_FROM_EMAIL, [to], headers=headers).send()
