"""Move open cases to a changed calendar: one transaction per case under its lock; repeating it changes nothing."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial

import structlog
from sqlalchemy import ColumnElement, Connection, Engine, select, union
from sqlalchemy.exc import SQLAlchemyError

from permits.actor import SYSTEM
from permits.casefile import ActContext, CaseFile, open_case
from permits.db import perform, reading
from permits.errors import Conflict, Refusal
from permits.models import Application, Area, CalendarChange, CalendarMove, Incident, Timer, WorkItem
from permits.office import Office
from permits.services.calendar.calendars import NATIONAL, renew
from permits.services.calendar.notices import issue_limits_moved
from permits.services.calendar.recounting import CHECK, WORK_ITEM, Count, carry_out, recount
from permits.services.case.duties import OPEN_STATES
from permits.services.oversight.incidents import raise_incident, settle_incident
from workflows import WorkflowError, group

log = structlog.get_logger(__name__)
RUNNING = group("application", "running")
# days not notified to the applicant: they bind only the office
UNNOTIFIED = frozenset({WORK_ITEM, CHECK, "closing", "answer", "explanation", "hearing", "special_procedure"})
MOST_IN_ONE_GO = 200
FAILED = "reprojection_failed"
Behind = tuple[int, str]
Track = Callable[[Sequence[Behind]], Iterable[Behind]]


def reproject_open_cases(
    engine: Engine,
    office: Office,
    *,
    at: datetime,
    most: int = MOST_IN_ONE_GO,
    retry: bool = False,
    track: Track = iter,
) -> bool:
    """Reproject up to `most` open cases; returns whether none is left behind.

    A query finds the cases behind, so a crash loses nothing. A case that cannot be counted raises an incident, does not
    stop the others and is tried again only on a `retry`; a case locked by others waits for the next run. `track`
    wraps the cases to report progress. Commits per case.
    """
    with reading(engine) as conn:
        renew(conn, office)
        behind = cases_behind(conn, office, retry=retry)
    for application_id, area in track(behind[:most]):
        try:
            perform(engine, partial(follow, office=office, application_id=application_id, area=area, at=at))
        except Conflict:
            log.info("calendar.case_busy", application=application_id)
        except (Refusal, WorkflowError, SQLAlchemyError, LookupError, ValueError) as error:
            log.exception("calendar.case_failed", application=application_id)
            raised = partial(raise_incident, application_id=application_id, kind=FAILED, area=area)
            perform(engine, partial(raised, error=error, at=at))
    return len(behind) <= most


def cases_behind(conn: Connection, office: Office, *, retry: bool = False) -> list[Behind]:
    """List open cases counted by an older calendar than their area's; failed ones only on a `retry`."""
    found: list[Behind] = []
    failed = select(Incident.application_id).where(Incident.kind == FAILED, Incident.settled_at.is_(None))
    for area in conn.execute(select(Area.code).order_by(Area.code)).scalars():
        wanted = Application.calendar_edition < office.calendar_of(area).edition
        if not retry:
            wanted &= Application.id.not_in(failed)
        found += [(one, area) for one in open_cases(conn, area, wanted)]
    return found


def open_cases(conn: Connection, area: str, *wanted: ColumnElement[bool]) -> list[int]:
    """List the cases of an area with a limit that may run, oldest first; closed cases can have open duties."""
    may_run = union(
        select(Application.id).where(Application.area == area, Application.state.in_(RUNNING)),
        select(Timer.application_id).where(Timer.area == area, Timer.state == "armed", Timer.working_days.is_not(None)),
        select(WorkItem.application_id).where(WorkItem.area == area, WorkItem.state.in_(OPEN_STATES)),
    )
    running = select(Application.id).where(Application.area == area, Application.id.in_(may_run), *wanted)
    return list(conn.execute(running.order_by(Application.id)).scalars())


def follow(conn: Connection, *, office: Office, application_id: int, area: str, at: datetime) -> int:
    """Move one case to its area's calendar under its lock; the caller commits. Returns how many limits moved.

    Law: Administrative Licensing Law art. 42, 82.
    """
    context = ActContext(conn, SYSTEM(area), at, office)
    case = open_case(context, application_id=application_id)
    edition = context.calendar.edition
    if case.app.calendar_edition >= edition:
        return 0
    counts = recount(case)
    because = _sources(conn, area, after=case.app.calendar_edition, through=edition)
    carry_out(case, counts, basis=because)
    moved = [one for one in counts if one.moves]
    if moved or any(one.given for one in counts):
        _record(case, counts, edition=edition, because=because)
    case.change(case.app, calendar_edition=edition)
    settle_incident(conn, application_id, FAILED, at=at)
    case.save()
    return len(moved)


def _sources(conn: Connection, area: str, *, after: int, through: int) -> str:
    """List the notices and decisions that changed an area's calendar between two editions."""
    changes = select(CalendarChange.source).where(
        CalendarChange.area.in_((NATIONAL, area)), CalendarChange.id > after, CalendarChange.id <= through
    )
    return "、".join(dict.fromkeys(conn.execute(changes.order_by(CalendarChange.id)).scalars()))


def _record(case: CaseFile, counts: list[Count], *, edition: int, because: str) -> None:
    """Record the moves, and issue a notice if a notified day has moved."""
    moved, kept = [one for one in counts if one.moves], [one for one in counts if one.given]
    _keep_moves(case, moved, edition)
    notified = [one for one in moved if one.key not in UNNOTIFIED]
    case.record(
        "clock.reprojected" if notified or kept else "work_item.reprojected",
        {
            "change": edition,
            "source": because,
            "moved": [_moved(one) for one in moved],
            "kept": [{"scope": one.scope, "key": one.key, "working_days": one.given} for one in kept],
        },
    )
    if notified:
        issue_limits_moved(case, notified, change=edition, because=because)


def _moved(count: Count) -> dict[str, object]:
    return {
        "scope": count.scope,
        "key": count.key,
        "old_due_on": count.old[0].isoformat(),
        "new_due_on": count.new[0].isoformat(),
    }


def _keep_moves(case: CaseFile, moved: list[Count], edition: int) -> None:
    """Store each move once per change: a limit reset by an action in between has moved already."""
    known = select(CalendarMove.scope, CalendarMove.key, CalendarMove.generation).where(
        CalendarMove.change_id == edition, CalendarMove.application_id == case.app.id
    )
    before = {tuple(row) for row in case.context.conn.execute(known)}
    for one in moved:
        if (one.scope, one.key, one.generation) not in before:
            case.add(
                CalendarMove,
                change_id=edition,
                area=case.app.area,
                scope=one.scope,
                key=one.key,
                generation=one.generation,
                old_due_on=one.old[0],
                new_due_on=one.new[0],
                moved_at=case.context.at,
            )
