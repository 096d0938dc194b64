"""Let cases that are not accepted yet follow the rules in force: one transaction per case under its lock."""

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import partial

import structlog
from sqlalchemy import ColumnElement, Connection, Engine, and_, false, or_, select, tuple_
from sqlalchemy.exc import SQLAlchemyError

from permits.actor import SYSTEM
from permits.casefile import ActContext, CaseFile, open_case
from permits.casefile.facts import current_route
from permits.db import perform, reading
from permits.errors import Conflict, Refusal
from permits.models import Application, Area, Incident
from permits.office import Office
from permits.queries.office.editions import renew_library
from permits.services.case.duties import pin_permits
from permits.services.oversight.incidents import raise_incident, settle_incident
from workflows import Route, WorkflowError, local_day

log = structlog.get_logger(__name__)
FAILED = "rules_not_followed"
# while the applicant supplements, the one notice holds; the case follows once it is handed in again
FOLLOWING = "received"
MOST_IN_ONE_GO = 200


def follow_rules(case: CaseFile) -> bool:
    """Move a case before its acceptance to the version in force on the day it is judged on; the caller saves.

    Returns whether the version has changed; the event says what the case gains and loses by it.

    Raises:
        VersionMissing: the case stands under a version that is missing, and none is in force.
    Law: Legislation Law art. 104.
    """
    app = case.app
    renew_library(case.context.conn, case.context.office)
    current = case.context.office.current(app.bundle, app.area, case.judged_on)
    if current is None or current.version == app.bundle_version:
        return False
    left, before = app.bundle_version, case.pinned_route
    case.pin(current.version)
    route = current_route(case)
    pin_permits(case, route)
    case.record("application.rules_changed", {"rules": {"from": left, "to": current.version}, **_gains(before, route)})
    return True


def _gains(before: Route | None, now: Route) -> dict[str, object]:
    """Say which permits and materials a case gains and loses."""
    of_permits = _difference((one.key for one in before.permits) if before else (), (one.key for one in now.permits))
    of_materials = _difference(
        (one.code for one in before.materials) if before else (), (one.code for one in now.materials)
    )
    return {"outcome": now.outcome, "permits": of_permits, "materials": of_materials}


def _difference(before: Iterable[str], now: Iterable[str]) -> dict[str, list[str]]:
    known, wanted = list(before), list(now)
    return {
        "added": [one for one in wanted if one not in known],
        "removed": [one for one in known if one not in wanted],
    }


def follow_open_cases(
    engine: Engine,
    office: Office,
    *,
    at: datetime,
    areas: Collection[str] | None = None,
    most: int = MOST_IN_ONE_GO,
) -> int:
    """Let up to `most` submitted cases follow the version in force today; returns how many did. Commits per case.

    Of some areas, or without any named of all.

    A case that cannot follow raises an incident and is tried again when it is handed in or accepted.
    """
    with reading(engine) as conn:
        behind = _behind(conn, office, at=at, areas=areas, most=most)
    count = 0
    for application_id, area in behind:
        act = partial(_follow_one, office=office, application_id=application_id, area=area, at=at)
        try:
            count += perform(engine, act)
        except Conflict:
            log.info("rules.case_busy", application=application_id)
        except (Refusal, WorkflowError, SQLAlchemyError, LookupError, ValueError) as error:
            log.exception("rules.case_failed", application=application_id)
            raised = partial(raise_incident, application_id=application_id, kind=FAILED, area=area)
            perform(engine, partial(raised, error=error, at=at))
    return count


def _behind(
    conn: Connection, office: Office, *, at: datetime, areas: Collection[str] | None, most: int
) -> list[tuple[int, str]]:
    """List received cases that stand under another version than the one in force, oldest first."""
    codes = list(conn.execute(select(Area.code)).scalars()) if areas is None else areas
    failed = select(Incident.application_id).where(Incident.kind == FAILED, Incident.settled_at.is_(None))
    wanted = (
        select(Application.id, Application.area)
        .where(Application.state == FOLLOWING, or_(false(), *(_behind_in(office, area, at=at) for area in codes)))
        .where(Application.id.not_in(failed))
        .order_by(Application.id)
        .limit(most)
    )
    return [(row.id, row.area) for row in conn.execute(wanted)]


def _behind_in(office: Office, area: str, *, at: datetime) -> ColumnElement[bool]:
    pins = [(term.key, term.version) for term in office.terms_on(area, local_day(at)).values()]
    return and_(
        Application.area == area,
        Application.bundle.in_([key for key, _ in pins]),
        tuple_(Application.bundle, Application.bundle_version).not_in(pins),
    )


def _follow_one(conn: Connection, *, office: Office, application_id: int, area: str, at: datetime) -> bool:
    case = open_case(ActContext(conn, SYSTEM(area), at, office), application_id=application_id)
    if case.app.state != FOLLOWING or not follow_rules(case):
        return False
    settle_incident(conn, application_id, FAILED, at=at)
    case.save()
    return True
