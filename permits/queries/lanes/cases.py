"""Loads the facts of the lanes of several cases in one statement."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, bindparam

from permits.models import Application, ClockEntry, User, WorkItem
from permits.office import Office
from permits.queries.lanes.shapes import LaneCase, LaneItem
from permits.queries.reading import rows
from permits.queries.reading.gathered import Gathering, kind
from permits.queries.reading.reader import Case
from workflows import Route, group, local_day, serial_days, serial_order

Stop = tuple[date, date | None]
Stops = Mapping[tuple[int, str], list[Stop]]
AFTER_THE_DECISION = ("inspection", "verification", "call_back")


@dataclass(frozen=True, slots=True)
class LaneFacts:
    """The columns of an application that the lanes need."""

    id: int
    area: str
    bundle: str
    bundle_version: str
    number: str | None
    title: str
    state: str
    submitted_at: datetime | None
    accepted_at: datetime | None
    decided_at: datetime | None
    committed_due_on: date | None
    route: rows.Document | None


@dataclass(frozen=True, slots=True)
class LaneWork:
    """The columns of a work item that the lanes need."""

    application_id: int
    department: str
    kind: str
    state: str
    permit: str
    opened_at: datetime | None
    claimed_at: datetime | None
    done_at: datetime | None
    due_on: date | None
    yellow_on: date | None
    verdict: str | None
    assignee_zh: str | None
    assignee_en: str | None


@dataclass(frozen=True, slots=True)
class LaneStop:
    """Days on which a permit's clocks were stopped."""

    application_id: int
    scope: str
    from_on: date
    to_on: date | None


AREA: ColumnElement[str] = bindparam("area")
THESE: ColumnElement[int] = bindparam("ids", expanding=True)
WORK = WorkItem.__table__
LANES = Gathering(
    [
        kind(LaneFacts, Application, where=(Application.area == AREA) & Application.id.in_(THESE)),
        kind(
            LaneWork,
            WorkItem,
            # work on an issued licence is not part of handling the case
            where=(WorkItem.area == AREA)
            & WorkItem.application_id.in_(THESE)
            & WorkItem.kind.not_in(AFTER_THE_DECISION),
            source=WORK.outerjoin(User.__table__, User.id == WorkItem.assignee_id),
            named={"assignee_zh": User.name_zh, "assignee_en": User.name_en},
        ),
        kind(LaneStop, ClockEntry, where=ClockEntry.application_id.in_(THESE) & (ClockEntry.kind == "stop")),
    ]
)


def lane_cases(
    conn: Connection, area: str, application_ids: Collection[int], office: "Office", *, language: str
) -> dict[int, LaneCase]:
    """Return the lane facts of each case, by application id."""
    if not application_ids:
        return {}
    found = LANES.read(conn, {"area": area, "ids": list(application_ids)})
    stops = _stops(found[LaneStop])
    items: dict[int, list[LaneItem]] = {}
    for row in found[LaneWork]:
        items.setdefault(row.application_id, []).append(_item(row, stops, language))
    return {row.id: _case(row, items.get(row.id, ()), office, language=language) for row in found[LaneFacts]}


def lane_of(case: Case, office: "Office", *, language: str) -> LaneCase:
    """Return the lane facts of a case that is already read."""
    entries = (one for one in case.of(rows.ClockEntry) if one.kind == "stop")
    stops = _stops([LaneStop(case.application.id, one.scope, one.from_on, one.to_on) for one in entries])
    items = [_item(row, stops, language) for row in case.of(rows.WorkItem) if row.kind not in AFTER_THE_DECISION]
    return _case(case.application, items, office, language=language)


def _stops(rows: Iterable[LaneStop]) -> Stops:
    """Return each permit's stopped days once: its two clocks stop together."""
    found: dict[tuple[int, str], list[Stop]] = {}
    for one in sorted(set(rows), key=lambda one: one.from_on):
        found.setdefault((one.application_id, one.scope), []).append((one.from_on, one.to_on))
    return found


def _item(row: LaneWork | rows.WorkItem, stops: Stops, language: str) -> LaneItem:
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
        assignee_name=(row.assignee_en if language == "en" else row.assignee_zh) or "",
        stops=tuple(stops.get((row.application_id, row.permit), ())),
    )


def _case(row: LaneFacts | rows.Application, items: Iterable[LaneItem], office: "Office", *, language: str) -> LaneCase:
    items = tuple(items)
    # a version that is missing hides no case: its own departments stay, the comparison with the old way goes
    bundle = office.find_bundle(row)
    old_way = serial_days(bundle, Route.from_data(row.route)) if row.route and bundle else []
    taking_part = {item.department for item in items} | {department for department, _days in old_way}
    order = ["window", *(bundle.departments if bundle else sorted(taking_part))]
    departments = {key: _short(office, row.area, key, language) for key in dict.fromkeys(order) if key in taking_part}
    return LaneCase(
        number=row.number or "",
        title=row.title,
        state=row.state,
        submitted_on=row.submitted_at and local_day(row.submitted_at),
        accepted_on=row.accepted_at and local_day(row.accepted_at),
        decided_on=row.decided_at and local_day(row.decided_at),
        committed_due_on=row.committed_due_on,
        is_readable=bundle is not None,
        items=items,
        departments=departments,
        serial_days=tuple(old_way),
        serial_order=serial_order(bundle) if bundle else {},
        accepted_at=row.accepted_at,
        decided_at=row.decided_at,
        decided_permits=frozenset(item.permit for item in items if item.permit and _is_decision(item)),
    )


def _is_decision(item: LaneItem) -> bool:
    """Return whether an item has decided its permit."""
    return item.kind == "decision" and item.state in group("work_item", "ended") and item.verdict is not None


def _short(office: "Office", area: str, key: str, language: str) -> str:
    short: Mapping[str, str] = office.body(area, key).short
    return short["en" if language == "en" else "zh"]
