"""Letters that never went out: whoever was to be asked by them was not, and may be asked again."""

from django.db.models import F

from letters.models import Letter
from letters.models import Status as LetterStatus
from matching.models import Answer
from requests_app.models import HelpRequest
from volunteers.models import Volunteer


def forget_unsent(help_request: HelpRequest, *, waiting: bool = False) -> None:
    """Whoever was to be asked, but whose letter was dropped, was never asked: let the next wave find them.

    With `waiting` also those whose letter still waits; it is taken back.
    """
    unsent = [LetterStatus.CANCELLED, LetterStatus.PENDING] if waiting else [LetterStatus.CANCELLED]
    asked = help_request.invitations.filter(answer=Answer.NONE)
    dropped = Letter.objects.select_for_update().filter(
        kind="invitation", status__in=unsent, subject__in=asked.values("uuid")
    )
    subjects = [each.subject for each in dropped]
    unasked = help_request.invitations.filter(uuid__in=subjects)
    people = Volunteer.objects.filter(pk__in=unasked.values("volunteer"), unanswered__gt=0)
    people.update(unanswered=F("unanswered") - 1)
    unasked.delete()
    Letter.objects.filter(kind="invitation", subject__in=subjects).delete()
