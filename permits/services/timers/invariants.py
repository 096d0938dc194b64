"""Check the invariants of cases: a breach is one incident, and is repaired where that is safe."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection, Engine, and_, insert, select, update

from permits import clock
from permits.actor import SYSTEM
from permits.casefile import ActContext, CaseFile, open_case
from permits.casefile.ledger import counting
from permits.casefile.lists import is_departments_check
from permits.db import perform, reading
from permits.errors import VersionMissing
from permits.models import Application, Area, Event, Incident, OutboxRow
from permits.office import Office
from permits.queries.office.invariants import LONGEST_WAIT, OF_PERMIT, WORKED_ON, Stall, stalls, unreadable, within_area
from permits.queries.office.replays import differences
from permits.services.case.duties import timer_scope
from permits.services.closing.joining import join_if_decided
from permits.services.house.outbox import MAY_BE_TRIED
from permits.services.oversight.incidents import raise_incident, settle_incident
from permits.services.timers.sweep import sweep
from workflows import event_catalogue, local_day

STALLED = "stalled"
LONGEST_ACT = timedelta(minutes=1)
MOST_AT_ONCE = 1000
REPLAY = "replay_agrees"


def watch(conn: Connection, application_id: int, *, at: datetime) -> bool:
    """Check one case after a commit; its breaches are one incident, settled once every invariant holds.

    A locked case is left to the check after the action that locks it. Returns whether every invariant holds; the caller
    commits.
    """
    row = select(Application.area).where(Application.id == application_id).with_for_update(skip_locked=True)
    area = conn.execute(row).scalar_one_or_none()
    if area is None:
        return True
    broken = {one.invariant for one in stalls(conn, at=at, application_id=application_id)} - {"jobs_done"}
    if differences(conn, application_id):
        broken.add(REPLAY)
    known = select(Incident.id).where(
        Incident.application_id == application_id, Incident.kind == STALLED, Incident.settled_at.is_(None)
    )
    incident = conn.execute(known).scalars().first()
    if broken:
        _raise_once(conn, incident, {"application_id": application_id, "area": area}, broken=sorted(broken), at=at)
    elif incident is not None:
        conn.execute(update(Incident).where(Incident.id == incident).values(settled_at=at))
    return not broken


def watch_unnotified(engine: Engine, *, since: datetime, at: datetime) -> int:
    """Check every case whose last event notified nobody and so requested no check; returns how many. Commits.

    It starts a little before `since`, because an event carries the moment its action began.
    """
    quiet = (
        select(Event.application_id)
        .join(Application, and_(Application.id == Event.application_id, Application.event_seq == Event.seq))
        .where(Event.area.in_(select(Area.code)), Event.at > since - LONGEST_ACT, Event.at <= at)
        .where(Event.type.in_(event_catalogue().types(lambda event: not event.notify)))
    )
    with reading(engine) as conn:
        found = conn.execute(quiet.order_by(Event.application_id).limit(MOST_AT_ONCE)).scalars().all()
    for application_id in found:
        perform(engine, partial(watch, application_id=application_id, at=at))
    return len(found)


def watch_versions(engine: Engine, office: Office, *, at: datetime) -> int:
    """Raise an incident of each running case whose bundle version cannot be read; settle those that can be again.

    Returns how many cannot. Commits.
    """
    with reading(engine) as conn:
        lost = {one.application_id: one.about for one in unreadable(conn, office)}
        areas = dict(conn.execute(select(Application.id, Application.area).where(Application.id.in_(lost))).all())
        is_open = (Incident.kind == VersionMissing.code) & Incident.settled_at.is_(None)
        found = conn.execute(select(Incident.application_id).where(is_open, Incident.application_id.is_not(None)))
        known = {int(one) for one in found.scalars() if one is not None}
    for application_id in known - lost.keys():
        perform(engine, partial(settle_incident, application_id=application_id, kind=VersionMissing.code, at=at))
    for application_id in areas.keys() - known:
        error = VersionMissing(*lost[application_id].split(" ", 1))
        raised = partial(raise_incident, application_id=application_id, kind=error.code, area=areas[application_id])
        perform(engine, partial(raised, error=error, at=at))
    return len(lost)


def _raise_once(
    conn: Connection, incident: int | None, about: Mapping[str, object], *, broken: Sequence[str], at: datetime
) -> None:
    detail = {"broken": list(broken)}
    if incident is None:
        conn.execute(insert(Incident).values(**about, kind=STALLED, detail=detail, raised_at=at))
    else:
        conn.execute(update(Incident).where(Incident.id == incident).values(detail=detail))


def repair(engine: Engine, office: Office, *, at: datetime, area: str | None = None) -> list[Stall]:
    """Repair what needs no decision; repeating it changes nothing more. Returns the breaches repaired.

    With an area, only its cases, timers and jobs. Overdue timers fire; the rest is repaired one case at a time under
    its lock, each repair an event of the system. A breach without a safe repair (a verdict, a missing permit, a broken
    chain) is left to people. Commits.
    """
    areas = list(office.districts) if area is None else [area]
    with reading(engine) as conn:
        before = within_area(conn, stalls(conn, at=at), area)
    if any(one.invariant == "timers_fired" for one in before):
        sweep(engine, office, at=at, areas=areas)
    for application_id in sorted({one.application_id or 0 for one in before if one.invariant in REPAIRS}):
        perform(engine, partial(_repair_case, office=office, application_id=application_id, at=at))
    if sent := [one for one in before if one.invariant == "jobs_done"]:
        perform(engine, partial(_send_again, office=office, late=sent, areas=areas, at=at))
    with reading(engine) as conn:
        after = stalls(conn, at=at)
    return [one for one in before if one not in after or one in sent]


def _repair_case(conn: Connection, *, office: Office, application_id: int, at: datetime) -> None:
    case = _open(conn, office, application_id, at)
    found = [one for one in stalls(conn, at=at, application_id=application_id) if one.invariant in REPAIRS]
    for invariant in dict.fromkeys(one.invariant for one in found):
        places = [one.about for one in found if one.invariant == invariant]
        REPAIRS[invariant](case, places)
        case.record("case.repaired", {"invariant": invariant, "about": places})
    case.save()


def _join(case: CaseFile, _places: Sequence[str]) -> None:
    join_if_decided(case)


def _rest(case: CaseFile, permits: Sequence[str]) -> None:
    """Disarm the timers of stopped permits."""
    case.clocks.disarm(permits, OF_PERMIT)


def _arm_clocks(case: CaseFile, places: Sequence[str]) -> None:
    """Arm running clocks without a timer, from their ledgers."""
    for place in places:
        scope, _, key = place.rpartition(" ")
        _, clock = counting(case, scope, key)
        days = case.clocks.reading(clock)
        case.clocks.arm(scope, key, started_on=clock.started_on, due_on=days.due_on, yellow_on=days.yellow_on)


def _arm_items(case: CaseFile, scopes: Sequence[str]) -> None:
    """Arm open duties without a timer."""
    for item in case.items:
        if item.state in WORKED_ON and item.due_on and timer_scope(item) in scopes:
            started_on = local_day(item.opened_at or case.context.at)
            warned_on = case.clocks.yellow_on(started_on, item.due_on, item.limit_working_days)
            clock = "department_check" if is_departments_check(item) else "work_item"
            case.clocks.arm(timer_scope(item), clock, started_on=started_on, due_on=item.due_on, yellow_on=warned_on)


def _send_again(conn: Connection, *, office: Office, late: Sequence[Stall], areas: Sequence[str], at: datetime) -> None:
    """Reset jobs of some areas that failed or waited too long; a job done twice has one effect, a person's stays."""
    wall = clock.of_database(conn)
    overdue = OutboxRow.state.in_(("new", "running")) & (OutboxRow.available_at < wall - LONGEST_WAIT)
    is_failed = (OutboxRow.state == "failed") & MAY_BE_TRIED
    again = update(OutboxRow).where(OutboxRow.area.in_(areas), overdue | is_failed)
    fresh = {"state": "new", "attempts": 0, "leased_until": None, "sent_until": None, "failure": None}
    conn.execute(again.values(**fresh, available_at=wall))
    for application_id in sorted({one.application_id for one in late if one.application_id is not None}):
        case = _open(conn, office, application_id, at)
        about = [one.about for one in late if one.application_id == application_id]
        case.record("case.repaired", {"invariant": "jobs_done", "about": about})
        case.save()


def _open(conn: Connection, office: Office, application_id: int, at: datetime) -> CaseFile:
    area = conn.execute(select(Application.area).where(Application.id == application_id)).scalar_one()
    return open_case(ActContext(conn, SYSTEM(area), at, office), application_id=application_id)


REPAIRS: Mapping[str, Callable[[CaseFile, Sequence[str]], None]] = {
    "join_fired": _join,
    "stops_rest": _rest,
    "clocks_watched": _arm_clocks,
    "items_watched": _arm_items,
}
