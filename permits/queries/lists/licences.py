"""Licences: one by its number, for those who may see its case and for those who only hold a copy."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol, TypedDict

from sqlalchemy import Connection, bindparam, select

from permits.errors import NotFound
from permits.models import Application, Licence
from permits.queries.reading import rows_beside
from permits.queries.reading.rows import Document
from permits.queries.typed import columns_of, first

ONE = (
    select(*columns_of(rows_beside.Licence, Licence, {"application_number": Application.number}))
    .join(Application, Application.id == Licence.application_id)
    .where(Licence.area == bindparam("area"), Licence.number == bindparam("number"))
)


class Termed(Protocol):
    """What the state of a licence on a day is read from."""

    @property
    def state(self) -> str:
        """The state on record."""

    @property
    def valid_to(self) -> date | None:
        """The last day of its term."""


class Change(TypedDict):
    """What has happened to a licence, and until when an answer counts."""

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
    """Find a licence by its number, or nothing."""
    return first(conn, rows_beside.Licence, ONE, {"area": area, "number": number.strip().upper()})


def is_in_force(found: Termed, today: date) -> bool:
    """Say whether a licence still holds on a day."""
    return state_on(found.state, found.valid_to, today) == "in_force"


def state_on(state: str, valid_to: date | None, today: date) -> str:
    """Give the state of a licence on a day; one whose term is over has expired, booked already or not."""
    return "expired" if state == "in_force" and valid_to is not None and valid_to < today else state


def changes_of(rows: Sequence[rows_beside.LicenceChange], licence_id: int) -> list[Change]:
    """List what has happened to a licence since it was issued, oldest first."""
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
