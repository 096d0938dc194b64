"""The inbox: a department's open work, what comes first on top, read off one partial index."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, func, select, tuple_

from permits.models import Application, User, WorkItem
from workflows import group

OPEN = group("work_item", "open")
MOST_COUNTED = 1000
Light = Literal["green", "yellow", "red"]


@dataclass(frozen=True, slots=True)
class InboxFilter:
    """What part of the inbox is wanted."""

    departments: Collection[str]
    light: Light | None = None
    assignee_id: int | None = None
    unclaimed: bool = False
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


COLUMNS = (
    WorkItem.id,
    WorkItem.application_id,
    WorkItem.permit,
    WorkItem.department,
    WorkItem.kind,
    WorkItem.state,
    WorkItem.version,
    WorkItem.assignee_id,
    WorkItem.opened_at,
    WorkItem.done_on,
    WorkItem.due_on,
    WorkItem.yellow_on,
    Application.number,
    Application.title,
    Application.is_emergency,
    Application.bundle,
    Application.state.label("application_state"),
    Application.committed_due_on,
    User.username,
    User.name_zh,
    User.name_en,
)


def inbox(
    conn: Connection,
    area: str,
    wanted: InboxFilter,
    *,
    today: date,
    limit: int,
    after: Sequence[Any] | None = None,
) -> list[dict[str, Any]]:
    """List open work by due day, one row more than `limit`; `after` is (due_on as ISO text, id) of the last row."""
    rows = (
        select(*COLUMNS)
        .join(Application, Application.id == WorkItem.application_id)
        .outerjoin(User, User.id == WorkItem.assignee_id)
        .where(*_conditions(area, wanted, today))
        .order_by(WorkItem.due_on, WorkItem.id)
        .limit(limit + 1)
    )
    if after:
        seen = tuple_(date.fromisoformat(after[0]), after[1])
        rows = rows.where(tuple_(WorkItem.due_on, WorkItem.id) > seen)
    return [dict(row._mapping) for row in conn.execute(rows)]  # noqa: SLF001 - SQLAlchemy's public name for a row by column


def counts(
    conn: Connection, area: str, departments: Collection[str], *, today: date, assignee_id: int | None
) -> dict[str, int]:
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
    return dict(conn.execute(select(*capped)).one()._mapping)  # noqa: SLF001
