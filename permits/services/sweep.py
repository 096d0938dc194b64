"""The sweep: fire what is due, one application at a time, each rung once and in order."""

from collections.abc import Callable, Collection
from datetime import datetime
from functools import partial

import structlog
from sqlalchemy import Connection, Engine, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from permits.actor import SYSTEM
from permits.casefile import CaseFile, Desk, Office, open_case
from permits.casefile.ledger import reproject_stopped
from permits.db import perform, reading
from permits.errors import Refusal
from permits.models import Application, Incident, Timer, TimerFire
from permits.services.calendars import renew
from permits.services.circulation import close_check
from permits.services.delivery import close
from permits.services.emergencies import filing_overdue
from permits.services.intake import deem_accepted, lapse
from permits.services.notices import tell
from permits.services.stops import result_overdue
from workflows import WorkflowError

log = structlog.get_logger(__name__)
MOST_IN_ONE_GO = 500


def sweep(engine: Engine, office: Office, *, at: datetime) -> int:
    """Fire every timer due by `at`, oldest application first; returns how many fired.

    One transaction an application. A case that cannot be fired raises an incident and never stops the sweep.
    """
    fired = 0
    left: set[int] = set()
    while True:
        with reading(engine) as conn:
            renew(conn, office)
            due = due_applications(conn, at, leaving_out=left)
        if not due:
            return fired
        for application_id, area in due:
            act = partial(fire_due, office=office, application_id=application_id, area=area, at=at)
            try:
                count = perform(engine, act)
            except (Refusal, WorkflowError, SQLAlchemyError, LookupError, ValueError) as error:
                count = 0
                log.exception("sweep.case_failed", application=application_id)
                perform(engine, partial(_incident, application_id=application_id, area=area, at=at, error=error))
            fired += count
            if not count:
                # broken, or another worker holds it: the next sweep looks again, this one must end
                left.add(application_id)


def due_applications(conn: Connection, at: datetime, *, leaving_out: Collection[int] = ()) -> list[tuple[int, str]]:
    """List the applications with armed timers due by `at`, in the order their first one fell due."""
    rows = conn.execute(
        select(Timer.application_id, Timer.area)
        .where(Timer.state == "armed", Timer.fire_at <= at, Timer.application_id.not_in(leaving_out))
        .order_by(Timer.fire_at, Timer.application_id)
        .limit(MOST_IN_ONE_GO)
    )
    return list(dict.fromkeys((row.application_id, row.area) for row in rows))


def fire_due(conn: Connection, *, office: Office, application_id: int, area: str, at: datetime) -> int:
    """Fire one application's due rungs in order under its lock; the caller commits. Returns how many.

    Another worker that holds the application has it: nothing is done and nothing is lost.
    """
    held = select(Application.id).where(Application.id == application_id, Application.area == area)
    if conn.execute(held.with_for_update(skip_locked=True)).first() is None:
        return 0
    # one by one: what fires may arm or take back others that are due before the rest
    first = (
        select(Timer.id, Timer.scope, Timer.clock, Timer.rung, Timer.fire_at)
        .where(Timer.application_id == application_id, Timer.state == "armed", Timer.fire_at <= at)
        .order_by(Timer.fire_at, Timer.id)
        .limit(1)
    )
    fired = 0
    while (row := conn.execute(first).first()) is not None:
        conn.execute(update(Timer).where(Timer.id == row.id).values(state="fired"))
        conn.execute(insert(TimerFire).values(timer_id=row.id, rung=row.rung, fired_at=at))
        desk = Desk(conn, SYSTEM(area), row.fire_at, office)
        case = open_case(desk, application_id=application_id)
        RUNGS.get(row.rung, _warn)(case, row.scope, row.clock, row.rung)
        case.save()
        fired += 1
    return fired


def _deem(case: CaseFile, *_about: str) -> None:
    try:
        deem_accepted(case)
    except WorkflowError as refused:
        case.add(
            Incident,
            area=case.app.area,
            kind="not_deemed_accepted",
            detail={"code": refused.code},
            raised_at=case.desk.at,
        )
        case.record("application.check_overdue", {"clock": "intake"})
        tell(case)


def _lapse(case: CaseFile, *_about: str) -> None:
    lapse(case)


def _close_check(case: CaseFile, scope: str, *_about: str) -> None:
    close_check(case, scope)


def _close(case: CaseFile, *_about: str) -> None:
    close(case)


def _warn(case: CaseFile, scope: str, clock: str, rung: str) -> None:
    """A light changes: yellow before the due day, red after it."""
    case.record(f"clock.{rung}", {"scope": scope, "clock": clock})
    tell(case)


def _reproject(case: CaseFile, *_about: str) -> None:
    reproject_stopped(case)


def _result_overdue(case: CaseFile, scope: str, *_about: str) -> None:
    result_overdue(case, scope)


def _emergency(case: CaseFile, *_about: str) -> None:
    filing_overdue(case)


RUNGS: dict[str, Callable[..., None]] = {
    "deemed_acceptance": _deem,
    "lapse": _lapse,
    "close": _close,
    "reproject": _reproject,
    "expected_end": _result_overdue,
    "check_closed": _close_check,
    "emergency_filing": _emergency,
}


def _incident(conn: Connection, *, application_id: int, area: str, at: datetime, error: Exception) -> None:
    known = {"application_id": application_id, "area": area, "kind": "sweep_failed", "settled_at": None}
    open_one = select(Incident.id).where(
        Incident.application_id == application_id, Incident.kind == "sweep_failed", Incident.settled_at.is_(None)
    )
    if conn.execute(open_one).first() is None:
        conn.execute(insert(Incident).values(**known, detail={"error": type(error).__name__}, raised_at=at))
