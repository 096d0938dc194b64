"""The inbox: a department's open work by due day, read from one partial index."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import ColumnElement, Connection, func, select, tuple_

from permits.models import Application, User, WorkItem
from permits.queries.lists.searching import matching
from permits.queries.typed import columns_of, every
from workflows import group

OPEN = group("work_item", "open")
MOST_COUNTED = 1000
Light = Literal["green", "yellow", "red"]


@dataclass(frozen=True, slots=True)
class InboxFilter:
    """A filter of the inbox."""

    departments: Collection[str]
    light: Light | None = None
    assignee_id: int | None = None
    unclaimed: bool = False
    search: str = ""
    bundle: str = ""
    states: Collection[str] = OPEN


def _is(light: Light, today: date) -> ColumnElement[bool]:
    if light == "red":
        return WorkItem.due_on < today
    if light == "yellow":
        return (WorkItem.due_on >= today) & (WorkItem.yellow_on <= today)
    return WorkItem.yellow_on > today


def _conditions(area: str, wanted: InboxFilter, today: date) -> list[ColumnElement[bool]]:
    found = [WorkItem.area == area, WorkItem.state.in_(tuple(wanted.states))]
    found.append(WorkItem.department.in_(tuple(wanted.departments)))
    if wanted.light:
        found.append(_is(wanted.light, today))
    if wanted.assignee_id is not None:
        found.append(WorkItem.assignee_id == wanted.assignee_id)
    if wanted.unclaimed:
        found.append(WorkItem.assignee_id.is_(None))
    return found


@dataclass(frozen=True, slots=True)
class InboxRow:
    """An open work item with its case and the names of its holder."""

    id: int
    application_id: int
    permit: str
    department: str
    kind: str
    state: str
    version: int
    assignee_id: int | None
    opened_at: datetime | None
    done_on: date | None
    due_on: date | None
    yellow_on: date | None
    number: str | None
    title: str
    is_emergency: bool
    bundle: str
    bundle_version: str
    application_state: str
    committed_due_on: date | None
    username: str | None
    name_zh: str | None
    name_en: str | None


@dataclass(frozen=True, slots=True)
class Counts:
    """Open work by light, mine and unclaimed; each count stops at a thousand."""

    all: int
    red: int
    yellow: int
    mine: int
    unclaimed: int


BESIDE = {
    "number": Application.number,
    "title": Application.title,
    "is_emergency": Application.is_emergency,
    "bundle": Application.bundle,
    "bundle_version": Application.bundle_version,
    "application_state": Application.state,
    "committed_due_on": Application.committed_due_on,
    "username": User.username,
    "name_zh": User.name_zh,
    "name_en": User.name_en,
}


def inbox(
    conn: Connection,
    area: str,
    wanted: InboxFilter,
    *,
    today: date,
    limit: int,
    after: tuple[date, int] | None = None,
) -> list[InboxRow]:
    """List open work by due day, one row beyond `limit`; `after` is (due_on, id) of the previous page's last row."""
    rows = (
        select(*columns_of(InboxRow, WorkItem, BESIDE))
        .join(Application, Application.id == WorkItem.application_id)
        .outerjoin(User, User.id == WorkItem.assignee_id)
        .where(*_conditions(area, wanted, today))
        .order_by(WorkItem.due_on, WorkItem.id)
        .limit(limit + 1)
    )
    if wanted.search:
        rows = rows.where(matching(wanted.search))
    if wanted.bundle:
        rows = rows.where(Application.bundle == wanted.bundle)
    if after:
        rows = rows.where(tuple_(WorkItem.due_on, WorkItem.id) > tuple_(*after))
    return every(conn, InboxRow, rows)


def counts(
    conn: Connection, area: str, departments: Collection[str], *, today: date, assignee_id: int | None
) -> Counts:
    """Count open work by light, mine and unclaimed; each count stops at a thousand."""
    kinds = {
        "all": InboxFilter(departments),
        "red": InboxFilter(departments, light="red"),
        "yellow": InboxFilter(departments, light="yellow"),
        "mine": InboxFilter(departments, assignee_id=assignee_id or 0),
        "unclaimed": InboxFilter(departments, unclaimed=True),
    }
    capped = [
        select(func.count())
        .select_from(
            select(WorkItem.id).where(*_conditions(area, wanted, today)).limit(MOST_COUNTED).subquery(f"of_{name}")
        )
        .scalar_subquery()
        .label(name)
        for name, wanted in kinds.items()
    ]
    (found,) = every(conn, Counts, select(*capped))
    return found
