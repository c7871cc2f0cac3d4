"""A list of volunteers comes in: checked and shown first, taken by a second press, all of it or nothing."""

import json
from datetime import datetime

from django.db import transaction

from exchange.models import KEPT, SHOWN_FOR, Import
from exchange.rows import Checked
from privacy.models import Event
from volunteers import listed


def keep(checked: Checked, *, source: str, by: str, now: datetime) -> Import:
    """Keep what was checked, locked, for an hour and for nobody else; no volunteer is made."""
    return Import.objects.create(
        by=by, at=now, source=source, rows=json.dumps(checked.as_json()), new=len(checked.fresh),
        known=len(checked.known), faulty=checked.faulty,
    )  # fmt: skip


def shown(kept: Import) -> Checked | None:
    """What was checked; None once it is gone."""
    return Checked.from_json(json.loads(kept.rows)) if kept.rows else None


def is_open(kept: Import, now: datetime) -> bool:
    """Whether the press that takes the list is still possible."""
    return bool(kept.rows and not kept.done_at and now < kept.at + SHOWN_FOR)


@transaction.atomic
def take(kept: Import, *, by: str, now: datetime) -> bool:
    """Make just what was shown, once; False if it is done already or too old.

    The row is claimed first. A second press passes it over while the first is at
    work: five thousand rows take longer than PostgreSQL lets anybody wait for a
    lock. If anything fails on the way, the claim goes back with the rest.
    """
    claim = Import.objects.filter(pk=kept.pk, by=by, done_at__isnull=True, at__gt=now - SHOWN_FOR)
    mine = list(claim.select_for_update(skip_locked=True).values_list("pk", flat=True))
    if not mine or not claim.update(done_at=now):
        return False
    kept.refresh_from_db()
    checked = shown(kept)
    fresh = list(checked.fresh.values()) if checked else []
    kept.made = listed.enter(fresh, source=kept.source, by=by, now=now)
    kept.rows = ""
    kept.save(update_fields=["made", "rows"])
    counts = {"made": kept.made, "known": kept.known, "faulty": kept.faulty}
    Event.objects.create(at=now, actor=by, action="volunteers.imported", subject=kept.uuid, detail=counts)
    return True


def forget_shown(now: datetime) -> int:
    """Forget what nobody has taken within the hour; return how many. The clock calls this each minute."""
    return Import.objects.filter(done_at__isnull=True, at__lte=now - SHOWN_FOR).delete()[0]


def forget_imports(now: datetime) -> int:
    """That there was an import, and from where, stays beside each consent; return how many are forgotten."""
    return Import.objects.filter(at__lte=now - KEPT).delete()[0]
