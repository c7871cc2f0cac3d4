"""What a coordinator decides about a report: each verdict with what it does, all of it or nothing."""

from datetime import datetime

from django.db import transaction

from matching import endings, reports
from matching.report_rows import Report, Side, Verdict

OF_A_PERSON = (Verdict.NOTHING, Verdict.SPOKEN, Verdict.BLOCKED)
OF_A_VOLUNTEER = (Verdict.SETTLED, Verdict.CANCELLED)


def possible(row: Report) -> tuple[Verdict, ...]:
    """The verdicts that this report allows at this moment; none once it is settled."""
    if row.settled_at:
        return ()
    if row.side == Side.PERSON:
        return OF_A_PERSON[:2] if row.match.volunteer.blocked_at else OF_A_PERSON
    return OF_A_VOLUNTEER[:1] if row.match.help_request.has_ended else OF_A_VOLUNTEER


@transaction.atomic
def settle(row: Report, verdict: Verdict, *, by: str, now: datetime) -> bool:
    """Settle it, and do what the verdict says; False if somebody was faster.

    Raises IllegalMove, and changes nothing, if the request has ended meanwhile and was to be cancelled.
    """
    if not reports.close(row, verdict, by=by, now=now):
        return False
    if verdict == Verdict.BLOCKED:
        endings.block_volunteer(row.match.volunteer, by=by, now=now)
    elif verdict == Verdict.CANCELLED:
        endings.cancel(row.match.help_request, by=by, now=now)
    return True
