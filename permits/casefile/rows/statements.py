"""The SQL statements that read a case file, each built once."""

from functools import cache
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Select, bindparam, func, select

from permits.casefile.rows.columns import Held, columns, table_of
from permits.models import Application, Material, Timer, WorkItem
from permits.queries.reading.gathered import Gathering, Kind, kind
from permits.queries.rows.case import ApplicationRow, Form, PermitRow, WorkItemRow
from permits.queries.rows.clocks import ClockRow, EntryRow, WaitRow

# a statement whose columns a row class names
Rows: TypeAlias = Select[*tuple[Any, ...]]


@cache
def opening(by: str, lock: bool) -> Rows:
    """Select an application and its form by its own id or by a work item's id, optionally under its lock."""
    wanted: ColumnElement[int] = bindparam("id")
    if by == "work_item":
        wanted = select(WorkItem.application_id).where(WorkItem.id == bindparam("id")).scalar_subquery()
    rows = select(*columns(Application, ApplicationRow), *columns(Application, Form))
    rows = rows.where(Application.id == wanted, Application.area == bindparam("area"))
    return rows.with_for_update() if lock else rows


@cache
def children(kind: type[Held]) -> Rows:
    """Select the rows of a kind that belong to an application, oldest first."""
    rows = select(*columns(kind.model, kind))
    return rows.where(kind.model.application_id == bindparam("id")).order_by(kind.model.id)


@cache
def children_of_many(kind: type[Held]) -> Rows:
    """Select the rows of a kind that belong to several applications: application id, then the row's columns."""
    rows = select(kind.model.application_id, *columns(kind.model, kind))
    return rows.where(kind.model.application_id.in_(bindparam("ids", expanding=True))).order_by(kind.model.id)


def _of_case(row: type[Held]) -> Kind[Any]:
    table = table_of(row.model)
    return kind(row, row.model, where=table.c.application_id == bindparam("id"))


# what most acts need: one statement
MOST = Gathering([_of_case(row) for row in (PermitRow, WorkItemRow, ClockRow, EntryRow)])
NEWEST_MATERIALS = (
    select(Material.code, func.max(Material.version))
    .where(Material.application_id == bindparam("id"), Material.removed_at.is_(None))
    .group_by(Material.code)
)
FORM: Rows = select(*columns(Application, Form)).where(Application.id == bindparam("id"))


def waits_where(wanted: ColumnElement[bool]) -> Rows:
    """Select waits in working days: application id, then the columns of `WaitRow`."""
    rows = select(Timer.application_id, *columns(Timer, WaitRow))
    return rows.where(wanted, Timer.state == "armed", Timer.working_days.is_not(None)).order_by(Timer.id)


WAITS = waits_where(Timer.application_id == bindparam("id"))
