"""One whole case for the office's own pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from permits.models import Application, Deficiency, Event, Licence, Material, Notice, Permit, User, WorkItem

Rows = Sequence[Any]


@dataclass(frozen=True, slots=True)
class CaseView:
    """What a page about a case shows."""

    application: Any
    permits: Rows
    items: Rows
    materials: Rows
    deficiencies: Rows
    notices: Rows
    licences: Rows
    events: Rows


def case_view(conn: Connection, area: str, application_id: int) -> CaseView:
    """Read a case; the caller has made sure that the actor may see it."""
    mine = Application.area == area
    return CaseView(
        application=conn.execute(select(Application.__table__).where(mine, Application.id == application_id)).one(),
        permits=_all(conn, Permit, application_id),
        items=_items(conn, application_id),
        materials=_all(conn, Material, application_id),
        deficiencies=_all(conn, Deficiency, application_id),
        notices=_notices(conn, application_id),
        licences=_all(conn, Licence, application_id),
        events=_events(conn, application_id),
    )


def _all(conn: Connection, model: Any, application_id: int) -> Rows:
    return conn.execute(select(model.__table__).where(model.application_id == application_id).order_by(model.id)).all()


def _items(conn: Connection, application_id: int) -> Rows:
    rows = select(WorkItem.__table__, User.name_zh, User.name_en).outerjoin(User, User.id == WorkItem.assignee_id)
    return conn.execute(rows.where(WorkItem.application_id == application_id).order_by(WorkItem.id)).all()


def _notices(conn: Connection, application_id: int) -> Rows:
    columns = (Notice.id, Notice.kind, Notice.permit, Notice.number, Notice.issued_at, Notice.storage_key)
    return conn.execute(select(*columns).where(Notice.application_id == application_id).order_by(Notice.id)).all()


def _events(conn: Connection, application_id: int) -> Rows:
    columns = (Event.seq, Event.type, Event.actor, Event.actor_kind, Event.at, Event.payload, Event.hash)
    rows = select(*columns, User.name_zh, User.name_en).outerjoin(User, User.username == Event.actor)
    return conn.execute(rows.where(Event.application_id == application_id).order_by(Event.seq.desc())).all()


def material(conn: Connection, area: str, material_id: int) -> Any:
    """Find one paper by its id, or nothing."""
    return conn.execute(select(Material.__table__).where(Material.area == area, Material.id == material_id)).first()


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases a list shows; `before` is the id the last page ended at."""

    states: Sequence[str] = ()
    search: str = ""
    before: int | None = None


def cases(conn: Connection, area: str, wanted: CaseFilter, *, limit: int) -> Rows:
    """List the cases of an area, newest first; one more than `limit` tells that there are more."""
    columns = (
        Application.id,
        Application.number,
        Application.title,
        Application.state,
        Application.outcome,
        Application.submitted_at,
        Application.committed_due_on,
        Application.statutory_due_on,
        Application.due_on,
        Application.yellow_on,
        Application.decided_on,
        Application.net_working_days,
    )
    rows = select(*columns).where(Application.area == area, Application.number.is_not(None))
    if wanted.states:
        rows = rows.where(Application.state.in_(tuple(wanted.states)))
    if wanted.search:
        rows = rows.where(Application.number == wanted.search.strip().upper())
    if wanted.before:
        rows = rows.where(Application.id < wanted.before)
    return conn.execute(rows.order_by(Application.id.desc()).limit(limit + 1)).all()
