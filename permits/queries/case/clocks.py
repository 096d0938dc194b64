"""The clocks of an application: ledger, reading and every counted day."""

from collections.abc import Sequence
from datetime import date
from typing import TypedDict

from sqlalchemy import Connection, bindparam, select

from permits.models import ClockEntry, LegalClock, Permit
from permits.queries.reading import rows
from permits.queries.typed import columns_of, every
from workflows import Alert, Calendar, Clock, ClockDay, Entry, Reading, Scope, counted, explain, light, read

Ledger = dict[tuple[str, str, int], list[Entry]]
CLOCKS = (
    select(*columns_of(rows.Clock, LegalClock))
    .where(LegalClock.application_id == bindparam("id"))
    .order_by(LegalClock.id)
)
ENTRIES = (
    select(ClockEntry.scope, ClockEntry.key, ClockEntry.generation)
    .add_columns(*columns_of(Entry, ClockEntry))
    .where(ClockEntry.application_id == bindparam("id"))
    .order_by(ClockEntry.id)
)
LIVE = select(Permit.key).where(Permit.application_id == bindparam("id"), Permit.state != "withdrawn")


class ClockReading(TypedDict):
    """The reading of a clock on a day, with its ledger and every counted day; limits are in working days."""

    scope: str
    key: str
    permit: str | None
    generation: int
    unit: str
    basis_law: str
    limit: int
    used: int
    left: int
    started_on: date
    ended_on: date | None
    due_on: date
    yellow_on: date
    light: str
    provisional: bool
    state: str
    entries: list[Entry]
    days: list[ClockDay]


def clocks_of(conn: Connection, application_id: int, day: tuple[Calendar, date], *, alert: Alert) -> list[ClockReading]:
    """Read every clock of an application on a day of a calendar, with its entries and its days, oldest first.

    `alert` is that of the bundle version the application is pinned to.
    """
    (calendar, today), these = day, {"id": application_id}
    found = every(conn, rows.Clock, CLOCKS, these)
    ledger: Ledger = {}
    for scope, key, generation, *values in conn.execute(ENTRIES, these):
        ledger.setdefault((scope, key, generation), []).append(Entry(*values))
    clocks = [(row, _clock(row, ledger)) for row in found]
    siblings = [clock for _, clock in clocks]
    live = set(conn.execute(LIVE, these).scalars())
    return [
        _shown(row, read(one, calendar, today, alert=alert), explain(one, calendar, today), one.entries, today=today)
        for row, clock in clocks
        for one in [counted(clock, siblings, live=live, calendar=calendar, on=today)]
    ]


def _clock(row: rows.Clock, ledger: Ledger) -> Clock:
    return Clock(
        scope=row.scope,
        key=row.key,
        limit=row.limit_working_days,
        started_on=row.started_on,
        entries=tuple(ledger.get((row.scope, row.key, row.generation), ())),
        ended_on=row.ended_on,
        basis_law=row.basis_law,
    )


def _shown(
    row: rows.Clock, reading: Reading, days: list[ClockDay], entries: Sequence[Entry], *, today: date
) -> ClockReading:
    return {
        "scope": row.scope,
        "key": row.key,
        "permit": Scope(row.scope).permit or None,
        "generation": row.generation,
        "unit": "working_day",
        "basis_law": row.basis_law,
        "limit": reading.limit,
        "used": reading.used,
        "left": reading.left,
        "started_on": row.started_on,
        "ended_on": row.ended_on,
        "due_on": reading.due_on,
        "yellow_on": reading.yellow_on,
        "light": light(reading.yellow_on, reading.due_on, row.ended_on or today),
        "provisional": reading.provisional,
        "state": reading.state,
        "entries": list(entries),
        "days": days,
    }
