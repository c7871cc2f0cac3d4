"""What may strike: kills, restarts, an emptied queue, a silent one, and no outbox at all for comparison."""

import time
from collections.abc import Callable, Sequence
from functools import partial
from uuid import uuid4

import redis
from kombu.exceptions import OperationalError

from chaos import people
from chaos.control import send_straight
from chaos.house import GROUPS, SENDERS, wait_for
from chaos.mail_faults import SMTP_WAITS, smtp_faults
from chaos.proxy import Mode
from chaos.storm import Scenario, Storm
from covidsol.servers import LOCALHOST
from letters.models import Letter, Status
from privacy.crypto import blind_index
from volunteers.models import Volunteer

WAITS: dict[str, object] = {"lease": 12, "budget": 4, "events_take": 8}
SHORT_WAITS: dict[str, object] = {"lease": 6, "budget": 2, "events_take": 4}
PATIENCE_OF_VISITORS = 3.0
SOON = 120.0
FORMS_A_KILL, PATIENCE = 25, 60.0
Kill = Callable[[Storm], None]


def _kill_a_worker(storm: Storm) -> None:
    """One of the groups, at a random moment of its work."""
    number = storm.rng.randrange(GROUPS)
    storm.house.wait_for_worker(number)
    storm.wait_until_busy()
    time.sleep(storm.rng.uniform(0, 0.8))
    storm.strikes()
    storm.house.kill_worker(number)


def _kill_valkey(storm: Storm) -> None:
    storm.wait_until_busy()
    time.sleep(storm.rng.uniform(0, 0.8))
    storm.strikes()
    storm.house.kill_valkey()


def worker_kills(storm: Storm) -> None:
    """25 SIGKILLs of workers; nobody tells what was delivered, so each dead sender may cause one copy."""
    kills = 4 if storm.options.short else 25
    storm.result.bound = kills * SENDERS
    for share in storm.shares(kills):
        people.write_to(share)
        _kill_a_worker(storm)
    _demand_soon(storm)


def _order(storm: Storm) -> list[Kill]:
    """Whom to kill, one after the other."""
    workers, valkeys = (3, 1) if storm.options.short else (20, 5)
    order: list[Kill] = [*[_kill_a_worker] * workers, *[_kill_valkey] * valkeys]
    storm.rng.shuffle(order)
    return order


def worker_and_valkey_kills(storm: Storm) -> None:
    """20 SIGKILLs of workers and 5 of a Valkey that keeps nothing; the provider tells: no copies."""
    order = _order(storm)
    for kill, share in zip(order, storm.shares(len(order)), strict=True):
        people.write_to(share)
        kill(storm)
    _demand_soon(storm)


def _demand_soon(storm: Storm) -> None:
    def demand() -> None:
        drained = storm.result.drained_s
        storm.result.demand(drained <= SOON, f"drained only {drained:.0f} s after the last fault")

    storm.demands.append(demand)


def flushall(storm: Storm) -> None:
    """FLUSHALL three times while letters are sent; then only the real beat, each minute, brings the rest."""
    if not storm.scenario.tick:
        storm.house.python("beat", "celery", "-A", "covidsol", "beat", "--loglevel=INFO")
    for share in storm.shares(3):
        people.write_to(share)
        storm.wait_until_busy()
        time.sleep(storm.rng.uniform(0, 0.8))
        storm.strikes()
        with redis.Redis(LOCALHOST, storm.house.valkey_port) as valkey:
            valkey.flushall()
    _demand_soon(storm)


def restarts(storm: Storm) -> None:
    """12 restarts by SIGTERM, as deployments make them, while letters are sent."""
    count, slowest = 3 if storm.options.short else 12, 0.0
    for turn, share in enumerate(storm.shares(count)):
        people.write_to(share)
        storm.house.wait_for_worker(turn % GROUPS)
        storm.wait_until_busy()
        storm.strikes()
        slowest = max(slowest, storm.house.restart_worker(turn % GROUPS))
    storm.result.notes.append(f"slowest stop {slowest:.1f} s")
    _demand_soon(storm)


def web_kills(storm: Storm) -> None:
    """20 SIGKILLs of the web server amid forms: whoever was told "yes" has a row and gets a letter."""
    storm.visitors.pause = 0.05
    storm.visitors.start(6)
    for _number in range(3 if storm.options.short else 20):
        enough = len(storm.visitors.accepted) + FORMS_A_KILL
        wait_for(partial(_have_posted, storm, enough), PATIENCE)
        time.sleep(storm.rng.uniform(0, 0.3))
        storm.strikes()
        storm.house.kill_web()
    storm.demands.append(lambda: _demand_kept(storm))


def _have_posted(storm: Storm, forms: int) -> bool:
    return len(storm.visitors.accepted) >= forms


def _demand_kept(storm: Storm) -> None:
    """The kills hit people who were writing, and of those who were told "yes" nobody is missing."""
    result, accepted = storm.result, storm.visitors.accepted
    result.notes.append(f"cut off in the middle of a form: {len(storm.visitors.failed)}")
    result.demand(bool(storm.visitors.failed), "no kill hit anybody: then the storm proves nothing")
    known = set(Volunteer.objects.values_list("email_index", flat=True))
    missing = [each for each in accepted if blind_index(each) not in known]
    result.demand(not missing, f"{len(missing)} were told yes and have no row")


def broker_silent(storm: Storm) -> None:
    """Valkey accepts and never answers: forms are as quick as ever; `manage.py deliver --loop` sends."""
    first, *rest = storm.shares(4)
    people.write_to(first)
    storm.wait_until_busy()
    storm.result.kills += 1
    storm.house.broker.turn(Mode.BLACKHOLE)
    storm.house.python("deliver", "django", "deliver", "--loop", "--settings=covidsol.settings")
    before = len(storm.visitors.accepted)
    for share in rest:
        people.write_to(share)
        time.sleep(3 if storm.options.short else 10)
    storm.demands.append(lambda: _demand_quick(storm, before))


def _demand_quick(storm: Storm, before: int) -> None:
    """Forms were posted into the silence, none waited long, and each has its volunteer and its letter."""
    result, accepted = storm.result, storm.visitors.accepted
    result.demand(len(accepted) > before + 2, "hardly a form was posted while the broker was silent")
    result.demand(result.slowest_form_s < PATIENCE_OF_VISITORS, f"a form took {result.slowest_form_s:.1f} s")
    rows = Volunteer.objects.filter(status="unconfirmed").count()
    result.demand(rows >= len(accepted), f"{len(accepted)} forms, {rows} rows")
    letters = Letter.objects.filter(kind="volunteer_confirm", status=Status.SENT).count()
    result.demand(letters >= len(accepted), f"{len(accepted)} forms, {letters} letters sent")


def without_outbox(storm: Storm) -> None:
    """The control: the same kills, but letters straight from tasks, early ack, no rows. It must lose some."""
    order = _order(storm)
    uuids = [str(uuid4()) for _number in range(storm.options.letters)]
    size = -(-len(uuids) // len(order))
    queued = 0
    for turn, kill in enumerate(order):
        for uuid in uuids[turn * size : (turn + 1) * size]:
            _publish(uuid)
        if kill is _kill_valkey:  # with all that was just put into its queue
            queued += _in_queue(storm)
            storm.strikes()
            storm.house.kill_valkey()
        else:
            kill(storm)
    storm.result.notes.append(f"{queued} messages were in the queue when Valkey was killed")
    _settle_control(storm, uuids)


def _publish(uuid: str) -> None:
    """Into the queue for certain: what is lost on the way there is not what we count."""
    while True:
        try:
            send_straight.apply_async(args=[uuid, f"{uuid}@example.org"], retry=False)
        except (OperationalError, OSError):
            time.sleep(0.2)
        else:
            return


def _in_queue(storm: Storm) -> int:
    with redis.Redis(LOCALHOST, storm.house.valkey_port) as valkey:
        return int(valkey.llen("celery"))


def _settle_control(storm: Storm, uuids: Sequence[str]) -> None:
    """Wait until nothing arrives any more; then what is missing is lost."""
    ledger, result = storm.house.ledger, storm.result
    storm.visitors.stop()
    for number in range(GROUPS):
        storm.house.wait_for_worker(number)
    seen = -1
    while seen != len(ledger.accepted):
        seen = len(ledger.accepted)
        time.sleep(3)
    copies = ledger.copies()
    ours = [copies[each] for each in uuids]
    result.letters, result.bound = len(ours), result.kills * SENDERS
    result.lost, result.duplicates = ours.count(0), sum(each - 1 for each in ours if each)
    result.drained_s = max(0.0, time.monotonic() - storm.last_fault)
    result.demand(result.lost > 0, "the control lost nothing: then the storm proves nothing")


SCENARIOS = {
    each.name: each
    for each in (
        Scenario("worker_kills", worker_kills, waits=WAITS, short_waits=SHORT_WAITS),
        Scenario(
            "worker_and_valkey_kills_with_events",
            worker_and_valkey_kills,
            events=True,
            waits=WAITS,
            short_waits=SHORT_WAITS,
        ),
        Scenario("flushall", flushall, tick=0),
        Scenario("restarts", restarts, waits={"budget": 4}),
        Scenario("web_kills", web_kills, cuts_forms=True),
        Scenario("smtp_faults", smtp_faults, waits=SMTP_WAITS),
        Scenario("broker_silent", broker_silent),
        Scenario("without_outbox", without_outbox, outbox=False),
    )
}
