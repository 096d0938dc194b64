"""Licences by their number, their state on a day and their changes."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol, TypedDict

from sqlalchemy import Connection, bindparam, select

from forms.checks.lines import typed_number
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
    """The columns that give the state of a licence on a day."""

    @property
    def state(self) -> str:
        """The state on record."""

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


def is_in_force(found: Termed, today: date) -> bool:
    """Return whether a licence is in force on a day."""
    return state_on(found.state, found.valid_to, today) == "in_force"


def state_on(state: str, valid_to: date | None, today: date) -> str:
    """Return the state of a licence on a day; expired after its term, whether recorded yet or not."""
    return "expired" if state == "in_force" and valid_to is not None and valid_to < today else state


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
