"""Supervision orders and public explanations across cases, as pages and the API show them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, select, tuple_

from permits.models import Application, Explanation, SupervisionOrder
from permits.queries.typed import Part, Window, columns_of, every, part


@dataclass(frozen=True, slots=True)
class Order:
    """One supervision order with the case it is about."""

    id: int
    application_id: int
    number: str
    scope: str
    department: str
    state: str
    reason: str
    raised_by: str
    raised_at: datetime
    answer_by_on: date
    cause: str | None
    measures: str | None
    finish_by_on: date | None
    answered_by: str | None
    answered_at: datetime | None
    case_number: str | None
    title: str


@dataclass(frozen=True, slots=True)
class Explained:
    """A published explanation of a missed promise."""

    promised_on: date
    text: str
    published_at: datetime
    number: str | None


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """A filter of the orders of an area; `after` is (answer_by_on, id) of the previous page's last row."""

    area: str
    state: str
    department: str | None
    limit: int
    after: tuple[date, int] | None = None


OF_CASE = {"case_number": Application.number, "title": Application.title}
ORDERS = select(*columns_of(Order, SupervisionOrder, OF_CASE)).join(
    Application, Application.id == SupervisionOrder.application_id
)


def open_orders(
    conn: Connection, area: str, window: Window, departments: Collection[str] | None = None, *, bundle: str = ""
) -> Part[Order]:
    """List the unanswered orders of an area by due day; of some departments and one matter, or of all."""
    wanted: list[ColumnElement[bool]] = [SupervisionOrder.area == area, SupervisionOrder.state == "open"]
    if departments is not None:
        wanted.append(SupervisionOrder.department.in_(departments))
    if bundle:
        wanted.append(Application.bundle == bundle)
    return part(conn, Order, ORDERS.where(*wanted), window, SupervisionOrder.answer_by_on, SupervisionOrder.id)


def listing(conn: Connection, wanted: OrderFilter) -> list[Order]:
    """List orders across cases by due day of the answer; one row beyond the limit shows that a next page exists."""
    rows = (
        ORDERS.where(SupervisionOrder.area == wanted.area, SupervisionOrder.state == wanted.state)
        .order_by(SupervisionOrder.answer_by_on, SupervisionOrder.id)
        .limit(wanted.limit + 1)
    )
    if wanted.department is not None:
        rows = rows.where(SupervisionOrder.department == wanted.department)
    if wanted.after is not None:
        rows = rows.where(tuple_(SupervisionOrder.answer_by_on, SupervisionOrder.id) > tuple_(*wanted.after))
    return every(conn, Order, rows)


def explanations(conn: Connection, area: str, since: date, window: Window, *, bundle: str = "") -> Part[Explained]:
    """List the explanations published about promises missed since a day, newest first; of a matter, or all."""
    columns = columns_of(Explained, Explanation, {"number": Application.number})
    wanted = (Explanation.area == area) & (Explanation.state == "published") & (Explanation.promised_on >= since)
    rows = select(*columns).join(Application, Application.id == Explanation.application_id).where(wanted)
    if bundle:
        rows = rows.where(Application.bundle == bundle)
    return part(conn, Explained, rows, window, Explanation.published_at, Explanation.id, newest_first=True)
