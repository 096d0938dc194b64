"""Licences by their number, their state on a day and their changes."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final, Protocol, TypedDict

from sqlalchemy import ColumnElement, Connection, and_, bindparam, or_, select

from forms.checks.lines import typed_number
from permits.errors import NotFound
from permits.models import Application, Licence
from permits.queries.reading import rows_beside
from permits.queries.reading.rows import Document
from permits.queries.typed import columns_of, first
from workflows import local_day, midnight

IN_FORCE: Final = "in_force"
EXPIRED: Final = "expired"
# how a licence stands besides its states on record: decided but not served, served but not begun
UNSERVED: Final = "unserved"
FUTURE: Final = "future"
OF_CASE: Final = {"application_number": Application.number, "served_at": Application.delivered_at}
ONE = (
    select(*columns_of(rows_beside.Licence, Licence, OF_CASE))
    .join(Application, Application.id == Licence.application_id)
    .where(Licence.area == bindparam("area"), Licence.number == bindparam("number"))
)


class Termed(Protocol):
    """The columns that give the state of a licence on a day."""

    @property
    def state(self) -> str:
        """The state on record."""

    @property
    def served_at(self) -> datetime | None:
        """The moment it was served; it takes effect then."""

    @property
    def valid_from(self) -> date:
        """The first day of its term."""

    @property
    def valid_to(self) -> date | None:
        """The last day of its term."""


class Change(TypedDict):
    """One change of a licence, and the last day for the holder's answer."""

    kind: str
    on: date
    number: str
    ground: str
    law: str
    reason: str
    before: Document
    after: Document
    answer_by_on: date | None


def licence(conn: Connection, area: str, number: str) -> rows_beside.Licence:
    """Find a licence by its number.

    Raises:
        NotFound: there is none in this area.
    """
    found = find(conn, area, number)
    if found is None:
        raise NotFound
    return found


def find(conn: Connection, area: str, number: str) -> rows_beside.Licence | None:
    """Find a licence by its number; None where there is none."""
    return first(conn, rows_beside.Licence, ONE, {"area": area, "number": typed_number(number)})


def state_on(found: Termed, day: date) -> str:
    """Return how a licence stands on a day; pages, lists, API, verification and exports all say this.

    An end on record stands before anything else; then the end of the term, the service, the beginning of the term.

    Law: Administrative Licensing Law art. 44.
    """
    if found.state != IN_FORCE:
        return found.state
    if found.valid_to is not None and found.valid_to < day:
        return EXPIRED
    if found.served_at is None or local_day(found.served_at) > day:
        return UNSERVED
    return FUTURE if found.valid_from > day else IN_FORCE


def in_force_on(day: date) -> ColumnElement[bool]:
    """Return the condition that `state_on` gives "in_force", over a licence joined with its application."""
    return and_(
        Licence.state == IN_FORCE,
        Application.delivered_at < midnight(day + timedelta(days=1)),
        Licence.valid_from <= day,
        or_(Licence.valid_to.is_(None), Licence.valid_to >= day),
    )


def changes_of(rows: Sequence[rows_beside.LicenceChange], licence_id: int) -> list[Change]:
    """List the changes of a licence since it was issued, oldest first."""
    return [_change(row) for row in rows if row.licence_id == licence_id]


def _change(row: rows_beside.LicenceChange) -> Change:
    by = row.after.get("answer_by_on")
    return {
        "kind": row.kind,
        "on": row.on,
        "number": row.number,
        "ground": row.ground,
        "law": row.law,
        "reason": row.reason,
        "before": row.before,
        "after": row.after,
        "answer_by_on": date.fromisoformat(by) if by else None,
    }
