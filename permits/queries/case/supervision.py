"""Supervision orders, public explanations and breaches of procedure, as pages and the API show them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, select, tuple_

from permits.models import Application, Event, Explanation, SupervisionOrder
from workflows import event_catalogue

MOST_SHOWN = 50
COLUMNS = (
    SupervisionOrder.application_id,
    SupervisionOrder.number,
    SupervisionOrder.scope,
    SupervisionOrder.department,
    SupervisionOrder.state,
    SupervisionOrder.reason,
    SupervisionOrder.raised_by,
    SupervisionOrder.raised_at,
    SupervisionOrder.answer_by_on,
    SupervisionOrder.cause,
    SupervisionOrder.measures,
    SupervisionOrder.finish_by_on,
    SupervisionOrder.answered_by,
    SupervisionOrder.answered_at,
)
# What red of a legal clock breaks, beyond the office's own promise: Administrative Licensing Law art. 42, 44, 74(2)
LAW_OF_CLOCK = {
    "statutory": "Administrative Licensing Law art. 42(1)",
    "joint": "Administrative Licensing Law art. 42(2)",
    "delivery": "Administrative Licensing Law art. 44",
}
LAW_OF_CHECK = "Administrative Licensing Law art. 32(1)(4)"


def orders_of(conn: Connection, application_id: int) -> list[dict[str, Any]]:
    """List the supervision orders of a case, oldest first."""
    rows = select(*COLUMNS).where(SupervisionOrder.application_id == application_id).order_by(SupervisionOrder.id)
    return [dict(row._mapping) for row in conn.execute(rows)]  # noqa: SLF001 - SQLAlchemy's public name


def open_orders(conn: Connection, area: str, departments: Collection[str] | None = None) -> list[dict[str, Any]]:
    """List the orders of an area that wait for their answer, the most urgent first; of some departments, or all."""
    wanted: list[ColumnElement[bool]] = [SupervisionOrder.area == area, SupervisionOrder.state == "open"]
    if departments is not None:
        wanted.append(SupervisionOrder.department.in_(departments))
    rows = (
        select(*COLUMNS, Application.number.label("case_number"), Application.title)
        .join(Application, Application.id == SupervisionOrder.application_id)
        .where(*wanted)
        .order_by(SupervisionOrder.answer_by_on, SupervisionOrder.id)
        .limit(MOST_SHOWN)
    )
    return [dict(row._mapping) for row in conn.execute(rows)]  # noqa: SLF001


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which orders of an area are wanted; `after` is (answer_by_on, id) of the last one seen."""

    area: str
    state: str
    department: str | None
    limit: int
    after: tuple[date, int] | None = None


def listing(conn: Connection, wanted: Wanted, *, today: date) -> list[dict[str, Any]]:
    """List orders across cases by the day of their answer; one more than the limit tells of a next page."""
    rows = (
        select(SupervisionOrder.id, *COLUMNS, Application.number.label("application_number"), Application.title)
        .join(Application, Application.id == SupervisionOrder.application_id)
        .where(SupervisionOrder.area == wanted.area, SupervisionOrder.state == wanted.state)
        .order_by(SupervisionOrder.answer_by_on, SupervisionOrder.id)
        .limit(wanted.limit + 1)
    )
    if wanted.department is not None:
        rows = rows.where(SupervisionOrder.department == wanted.department)
    if wanted.after is not None:
        rows = rows.where(tuple_(SupervisionOrder.answer_by_on, SupervisionOrder.id) > tuple_(*wanted.after))
    found = [dict(row._mapping) for row in conn.execute(rows)]  # noqa: SLF001 - SQLAlchemy's public name
    return [{**row, "is_overdue": row["state"] == "open" and row["answer_by_on"] < today} for row in found]


def explanation_of(conn: Connection, application_id: int) -> dict[str, Any] | None:
    """Give the public explanation of a case: owed, or published with its text."""
    columns = (Explanation.state, Explanation.promised_on, Explanation.text, Explanation.published_at)
    row = conn.execute(select(*columns).where(Explanation.application_id == application_id)).first()
    return dict(row._mapping) if row else None  # noqa: SLF001


def explanations(conn: Connection, area: str, since: date) -> Sequence[Any]:
    """List the explanations an area has published about promises broken since a day, newest first."""
    columns = (Explanation.promised_on, Explanation.text, Explanation.published_at, Application.number)
    wanted = (Explanation.area == area) & (Explanation.state == "published") & (Explanation.promised_on >= since)
    rows = select(*columns).join(Application, Application.id == Explanation.application_id).where(wanted)
    return conn.execute(rows.order_by(Explanation.published_at.desc()).limit(MOST_SHOWN)).all()


def breaches_of(conn: Connection, application_id: int) -> list[dict[str, Any]]:
    """List the breaches of procedure in a case, oldest first: limits of the law overrun, silence at the counter."""
    of_limits = event_catalogue().types(lambda event: event.breaks_limit)
    rows = conn.execute(
        select(Event.payload, Event.at)
        .where(Event.application_id == application_id, Event.type.in_(of_limits))
        .order_by(Event.seq)
    )
    found = []
    for row in rows:
        # an event that names no clock ends the completeness check
        clock = str(row.payload.get("clock", "intake"))
        law = LAW_OF_CHECK if clock == "intake" else LAW_OF_CLOCK.get(clock)
        if law:
            found.append({"clock": clock, "scope": row.payload.get("scope", "application"), "at": row.at, "law": law})
    return found
