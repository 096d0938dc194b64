"""Work items as the outside sees them: of one application, or one by its id."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, exists, select
from sqlalchemy.orm import aliased

from permits.models import Application, User, WorkItem
from workflows import light

LATER = aliased(WorkItem)
# asked again on a changed form: the answer stays on record and counts no longer
SUPERSEDED = (
    exists()
    .where(
        LATER.application_id == WorkItem.application_id,
        LATER.permit == WorkItem.permit,
        LATER.department == WorkItem.department,
        LATER.kind == WorkItem.kind,
        LATER.round > WorkItem.round,
        WorkItem.permit != "",
    )
    .label("superseded")
)
COLUMNS = (
    WorkItem.id,
    WorkItem.application_id,
    WorkItem.kind,
    WorkItem.permit,
    WorkItem.department,
    WorkItem.round,
    WorkItem.state,
    WorkItem.version,
    WorkItem.blocks,
    WorkItem.after,
    WorkItem.limit_working_days,
    WorkItem.opened_at,
    WorkItem.claimed_at,
    WorkItem.done_at,
    WorkItem.done_on,
    WorkItem.due_on,
    WorkItem.yellow_on,
    WorkItem.verdict,
    WorkItem.opinion,
    WorkItem.reason_code,
    WorkItem.law,
    WorkItem.conditions,
    WorkItem.narrower,
    WorkItem.net_working_days,
    WorkItem.reason,
    SUPERSEDED,
    User.username.label("assignee"),
)
HIDDEN = ("yellow_on", "done_on")


def items_of(conn: Connection, application_id: int, *, today: date) -> list[dict[str, Any]]:
    """List the work items of an application, oldest first."""
    rows = _items().where(WorkItem.application_id == application_id).order_by(WorkItem.id)
    return [_shown(row, today) for row in conn.execute(rows)]


def item(conn: Connection, work_item_id: int, *, today: date) -> dict[str, Any]:
    """Give one work item; whether the caller may see it was asked before."""
    row = conn.execute(_items().where(WorkItem.id == work_item_id)).one()
    number = conn.execute(select(Application.number).where(Application.id == row.application_id)).scalar_one()
    return {**_shown(row, today), "number": number}


def _items() -> Select[*tuple[Any, ...]]:
    return select(*COLUMNS).outerjoin(User, User.id == WorkItem.assignee_id)


def _shown(row: Any, today: date) -> dict[str, Any]:
    shown = {name: value for name, value in row._mapping.items() if name not in HIDDEN}  # noqa: SLF001 - SQLAlchemy's public name
    return {
        **shown,
        "permit": row.permit or None,
        "conditions": row.conditions or [],
        "superseded": bool(row.superseded),
        "light": light_of(row, today),
    }


def light_of(row: Any, today: date) -> str:
    """Give the light of a work item; what is done keeps the light of its last day, what waits is not late."""
    if row.due_on is None or row.yellow_on is None:
        return "green"
    if row.done_on is not None:
        return "red" if row.done_on > row.due_on else "green"
    return light(row.yellow_on, row.due_on, today)
