"""The clocks of an application: ledger, reading and every counted day."""

from datetime import date
from typing import TypedDict

from sqlalchemy import Connection, bindparam, select

from permits.models import ClockEntry, LegalClock, Permit
from permits.queries.reading import rows
from permits.queries.typed import columns_of, every
from workflows import Calendar, Clock, ClockDay, Entry, Scope, counted, explain, light, read

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


def clocks_of(conn: Connection, application_id: int, *, calendar: Calendar, today: date) -> list[ClockReading]:
    """Read every clock of an application on a day, with its entries and its days, oldest first."""
    these = {"id": application_id}
    found = every(conn, rows.Clock, CLOCKS, these)
    ledger: Ledger = {}
    for scope, key, generation, *values in conn.execute(ENTRIES, these):
        ledger.setdefault((scope, key, generation), []).append(Entry(*values))
    clocks = [(row, _clock(row, ledger)) for row in found]
    siblings = [clock for _, clock in clocks]
    live = set(conn.execute(LIVE, these).scalars())
    return [
        _shown(row, counted(clock, siblings, live=live, calendar=calendar, on=today), calendar, today)
        for row, clock in clocks
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


def _shown(row: rows.Clock, clock: Clock, calendar: Calendar, today: date) -> ClockReading:
    reading = read(clock, calendar, today)
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
        "entries": list(clock.entries),
        "days": explain(clock, calendar, today),
    }
