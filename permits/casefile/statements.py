"""The statements a case file is read with, each built once."""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, bindparam, func, select

from permits.casefile.rows import ApplicationRow, ClockRow, Form, WaitRow, columns
from permits.models import Application, Base, ClockEntry, LegalClock, Material, Timer, WorkItem
from workflows import Entry


@cache
def table_of(model: type[Base]) -> Table:
    """Give the table of a model."""
    table = model.__table__
    assert isinstance(table, Table)  # noqa: S101 - declarative models of this house are plain tables
    return table


@cache
def opening(by: str, lock: bool) -> Select[Any]:
    """Find an application by its own id or by that of one of its work items, under its lock or not."""
    wanted: ColumnElement[Any] = bindparam("id")
    if by == "work_item":
        wanted = select(WorkItem.application_id).where(WorkItem.id == bindparam("id")).scalar_subquery()
    rows = select(*columns(Application, ApplicationRow))
    rows = rows.where(Application.id == wanted, Application.area == bindparam("area"))
    return rows.with_for_update() if lock else rows


@cache
def children(model: Any, row: Any) -> Select[Any]:
    """Find the rows of a kind that belong to an application, oldest first."""
    return select(*columns(model, row)).where(model.application_id == bindparam("id")).order_by(model.id)


NEWEST_PAPERS = (
    select(Material.code, func.max(Material.version))
    .where(Material.application_id == bindparam("id"))
    .group_by(Material.code)
)
FORM = select(*columns(Application, Form)).where(Application.id == bindparam("id"))


def ledger_where(wanted: ColumnElement[bool]) -> Select[Any]:
    """Find clocks with their entries: the application, the columns of `ClockRow`, those of an entry."""
    return (
        select(LegalClock.application_id, *columns(LegalClock, ClockRow), *columns(ClockEntry, Entry))
        .outerjoin(
            ClockEntry,
            (ClockEntry.application_id == LegalClock.application_id)
            & (ClockEntry.scope == LegalClock.scope)
            & (ClockEntry.key == LegalClock.key)
            & (ClockEntry.generation == LegalClock.generation),
        )
        .where(wanted)
        .order_by(LegalClock.id, ClockEntry.id)
    )


def waits_where(wanted: ColumnElement[bool]) -> Select[Any]:
    """Find what is waited for by working days: the application, the columns of `WaitRow`."""
    rows = select(Timer.application_id, *columns(Timer, WaitRow))
    return rows.where(wanted, Timer.state == "armed", Timer.working_days.is_not(None)).order_by(Timer.id)


WAITS = waits_where(Timer.application_id == bindparam("id"))
LEDGER = ledger_where(LegalClock.application_id == bindparam("id"))
