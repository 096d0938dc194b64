"""Loading what the lanes of some cases are drawn from: three queries, however many cases."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from permits.models import Application, ClockEntry, User, WorkItem
from permits.queries.lanes.shapes import LaneCase, LaneItem
from workflows import Route, local_day, serial_days

if TYPE_CHECKING:
    from permits.casefile.context import Office

Stop = tuple[date, date | None]
AFTER_THE_DECISION = ("inspection", "verification", "call_back")


def lane_cases(
    conn: Connection, area: str, application_ids: Collection[int], office: "Office", *, language: str
) -> dict[int, LaneCase]:
    """Give the plain facts of the lanes of each case, by application."""
    columns = (
        Application.id,
        Application.bundle,
        Application.number,
        Application.title,
        Application.state,
        Application.submitted_at,
        Application.accepted_at,
        Application.decided_at,
        Application.committed_due_on,
        Application.required,
        Application.route,
    )
    found = conn.execute(select(*columns).where(Application.area == area, Application.id.in_(application_ids))).all()
    items = _items(conn, area, application_ids, language=language)
    return {row.id: _case(row, items.get(row.id, ()), office, area, language=language) for row in found}


def _items(
    conn: Connection, area: str, application_ids: Collection[int], *, language: str
) -> dict[int, list[LaneItem]]:
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
        (User.name_en if language == "en" else User.name_zh).label("assignee"),
    )
    stops = _stops(conn, application_ids)
    rows = conn.execute(
        select(*columns)
        .outerjoin(User, User.id == WorkItem.assignee_id)
        .where(WorkItem.area == area, WorkItem.application_id.in_(application_ids))
        # what a department looks after once a licence is out is no part of how the case was handled
        .where(WorkItem.kind.not_in(AFTER_THE_DECISION))
        .order_by(WorkItem.id)
    )
    found: dict[int, list[LaneItem]] = {}
    for row in rows:
        item = _item(row, tuple(stops.get((row.application_id, row.permit), ())))
        found.setdefault(row.application_id, []).append(item)
    return found


def _item(row: Any, stops: tuple[Stop, ...]) -> LaneItem:
    return LaneItem(
        department=row.department,
        kind=row.kind,
        state=row.state,
        permit=row.permit or None,
        opened_at=row.opened_at,
        claimed_at=row.claimed_at,
        done_at=row.done_at,
        due_on=row.due_on,
        yellow_on=row.yellow_on,
        verdict=row.verdict,
        assignee_name=row.assignee or "",
        stops=stops,
    )


def _stops(conn: Connection, application_ids: Collection[int]) -> dict[tuple[int, str], list[Stop]]:
    """Give the days on which each permit's clocks stood still."""
    columns = (ClockEntry.application_id, ClockEntry.scope, ClockEntry.from_on, ClockEntry.to_on)
    rows = conn.execute(
        select(*columns)
        .where(ClockEntry.application_id.in_(application_ids), ClockEntry.kind == "stop")
        .distinct()
        .order_by(ClockEntry.from_on)
    )
    found: dict[tuple[int, str], list[Stop]] = {}
    for application_id, scope, from_on, to_on in rows:
        found.setdefault((application_id, scope), []).append((from_on, to_on))
    return found


def _case(row: Any, items: Collection[LaneItem], office: "Office", area: str, *, language: str) -> LaneCase:
    bundle = office.bundles[row.bundle]
    keys = row.required or ([permit.key for permit in Route.from_data(row.route).permits] if row.route else [])
    old_way = serial_days(bundle, keys)
    taking_part = {item.department for item in items} | {department for department, _days in old_way}
    order = ["window", *bundle.departments]
    departments = {key: _short(office, area, key, language) for key in dict.fromkeys(order) if key in taking_part}
    return LaneCase(
        number=row.number or "",
        title=row.title,
        state=row.state,
        submitted_on=row.submitted_at and local_day(row.submitted_at),
        accepted_on=row.accepted_at and local_day(row.accepted_at),
        decided_on=row.decided_at and local_day(row.decided_at),
        committed_due_on=row.committed_due_on,
        items=tuple(items),
        departments=departments,
        serial_days=tuple(old_way),
    )


def _short(office: "Office", area: str, key: str, language: str) -> str:
    short: Mapping[str, str] = office.body(area, key).short
    return short["en" if language == "en" else "zh"]


def lane_case(conn: Connection, area: str, application_id: int, office: "Office", *, language: str) -> LaneCase:
    """Give the plain facts of the lanes of one case."""
    return lane_cases(conn, area, [application_id], office, language=language)[application_id]
