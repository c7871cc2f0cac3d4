"""Two requests that are one: the one is closed as the same, and what belongs to it goes over to the other."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from callcentre.models import Call, CallTask, Reason
from matching import changes, endings
from privacy.models import Event
from requests_app.models import HelpRequest

LONGEST_LIST = 2000
OF_THE_REQUEST = (Reason.CHECK, Reason.NOBODY, Reason.HOW_WENT)  # with it they have come to nothing


class CannotMerge(Exception):
    """The two cannot be made one; `why` says it in words, and nothing has changed."""

    def __init__(self, why: Any) -> None:
        super().__init__(str(why))
        self.why = why


@transaction.atomic
def merge(closed: HelpRequest, kept: HelpRequest, *, with_list: bool, by: str, now: datetime) -> None:
    """Close one request as the same as another, which goes on.

    The one with a volunteer is kept, so that nobody who has said yes is sent
    home. Calls and worries go over to the one that is kept; somebody rings the
    person, who has the number and the words of the closed one in hand. Raises
    CannotMerge, or IllegalMove if the closed one has ended meanwhile.
    """
    if closed.pk == kept.pk:
        raise CannotMerge(_("This is the same request. Write the number of the other one."))
    rows = HelpRequest.objects.select_for_update().filter(pk__in=(closed.pk, kept.pk)).order_by("pk")
    both = {each.pk: each for each in rows}
    closed, kept = both[closed.pk], both[kept.pk]
    if kept.has_ended:
        raise CannotMerge(_("The other request has ended. Only one that goes on can take this one in."))
    if closed.taken and not kept.taken:
        raise CannotMerge(_("A volunteer is on this one. Open the other one, and close that one instead."))
    endings.cancel(closed, by=by, now=now)
    HelpRequest.objects.filter(Q(pk=closed.pk) | Q(goes_on_as=closed)).update(goes_on_as=kept)
    if with_list and closed.notes and closed.notes not in kept.notes:
        both_lists = f"{kept.notes}\n{closed.notes}".strip()
        if len(both_lists) > LONGEST_LIST:
            raise CannotMerge(
                _("Both lists together are too long. Do it without the list, and copy what is missing.")
            )
        changes.change(kept, notes=both_lists, phone=kept.phone, was=changes.seen(kept), by=by, now=now)
    _hand_over(closed, kept, by, now)


def _hand_over(closed: HelpRequest, kept: HelpRequest, by: str, now: datetime) -> None:
    Call.objects.filter(help_request=closed).update(help_request=kept)
    tasks = CallTask.objects.filter(subject=closed.uuid, settled_at__isnull=True)
    tasks.filter(reason__in=OF_THE_REQUEST).update(settled_at=now, settled_by=by, result="merged")
    tasks.update(subject=kept.uuid)
    for row, action, other in ((closed, "request.merged", kept), (kept, "request.took_in", closed)):
        Event.objects.create(
            at=now, actor=by, action=action, subject=row.uuid, detail={"other": str(other.uuid)}
        )
