"""The facts the lanes are drawn from, for one case or for a whole list in a few statements."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from permits.models import Application, ClockEntry, Department, Permit, User, WorkItem
from permits.queries.lanes import LaneCase, LaneItem
from workflows import Bundle, local_day, serial_days

Stops = dict[tuple[int, str], list[tuple[date, date | None]]]
ORDER = ("planning", "police", "roads", "greening", "government")


def lane_cases(
    conn: Connection, ids: Collection[int], bundles: Mapping[str, Bundle], *, language: str
) -> dict[int, LaneCase]:
    """Gather the facts of the lanes of several applications."""
    if not ids:
        return {}
    cases = _cases(conn, ids)
    items, permits = _items(conn, ids, language), _permits(conn, ids)
    names = _departments(conn, {case.area for case in cases}, language)
    return {
        case.id: LaneCase(
            number=case.number or "",
            title=case.title,
            state=case.state,
            submitted_on=_day(case.submitted_at),
            accepted_on=_day(case.accepted_at),
            decided_on=case.decided_on,
            committed_due_on=case.committed_due_on,
            items=tuple(items.get(case.id, ())),
            departments=names.get(case.area, {}),
            serial_days=tuple(serial_days(bundles[case.bundle], permits.get(case.id, ()))),
        )
        for case in cases
    }


def lane_case(conn: Connection, application_id: int, bundles: Mapping[str, Bundle], *, language: str) -> LaneCase:
    """Gather the facts of the lanes of one application."""
    return lane_cases(conn, [application_id], bundles, language=language)[application_id]


def _day(moment: Any) -> date | None:
    return local_day(moment) if moment else None


def _cases(conn: Connection, ids: Collection[int]) -> Any:
    columns = (
        Application.id,
        Application.area,
        Application.bundle,
        Application.number,
        Application.title,
        Application.state,
        Application.submitted_at,
        Application.accepted_at,
        Application.decided_on,
        Application.committed_due_on,
    )
    return conn.execute(select(*columns).where(Application.id.in_(ids))).all()


def _permits(conn: Connection, ids: Collection[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for case_id, key in conn.execute(select(Permit.application_id, Permit.key).where(Permit.application_id.in_(ids))):
        found.setdefault(case_id, []).append(key)
    return found


def _departments(conn: Connection, areas: Collection[str], language: str) -> dict[str, dict[str, str]]:
    """Name the departments of each area in the order in which they used to be asked."""
    name = Department.short_en if language == "en" else Department.short_zh
    rows = conn.execute(select(Department.area, Department.key, name).where(Department.area.in_(areas))).all()
    ranked = sorted(rows, key=lambda row: ORDER.index(row.key) if row.key in ORDER else len(ORDER))
    found: dict[str, dict[str, str]] = {}
    for area, key, said in ranked:
        found.setdefault(area, {})[key] = said
    return found


def _stops(conn: Connection, ids: Collection[int]) -> Stops:
    columns = (ClockEntry.application_id, ClockEntry.scope, ClockEntry.from_on, ClockEntry.to_on)
    rows = conn.execute(
        select(*columns)
        .where(ClockEntry.application_id.in_(ids), ClockEntry.kind == "stop")
        .distinct()
        .order_by(ClockEntry.from_on)
    )
    found: Stops = {}
    for case_id, scope, from_on, to_on in rows:
        found.setdefault((case_id, scope), []).append((from_on, to_on))
    return found


def _items(conn: Connection, ids: Collection[int], language: str) -> dict[int, list[LaneItem]]:
    stops = _stops(conn, ids)
    columns = (
        WorkItem.application_id,
        WorkItem.department,
        WorkItem.kind,
        WorkItem.state,
        WorkItem.permit,
        WorkItem.opened_at,
        WorkItem.claimed_at,
        WorkItem.done_at,
        WorkItem.due_on,
        WorkItem.yellow_on,
        WorkItem.verdict,
        (User.name_en if language == "en" else User.name_zh).label("assignee_name"),
    )
    rows = conn.execute(
        select(*columns)
        .outerjoin(User, User.id == WorkItem.assignee_id)
        .where(WorkItem.application_id.in_(ids))
        .order_by(WorkItem.id)
    )
    found: dict[int, list[LaneItem]] = {}
    for row in rows:
        values = dict(row._mapping)  # noqa: SLF001 - the documented way to a row's names
        case_id = values.pop("application_id")
        values["assignee_name"] = values["assignee_name"] or ""
        values["permit"] = values["permit"] or None
        item = LaneItem(**values, stops=tuple(stops.get((case_id, row.permit), ())))
        found.setdefault(case_id, []).append(item)
    return found
