"""The clocks of an application: ledger, reading and the reckoning of every day."""

from datetime import date
from typing import Any, cast

from sqlalchemy import Connection, select

from permits.models import ClockEntry, LegalClock, Permit
from workflows import Calendar, Clock, Entry, Scope, counted, explain, light, read

Ledger = dict[tuple[str, str, int], list[Entry]]


def clocks_of(conn: Connection, application_id: int, *, calendar: Calendar, today: date) -> list[dict[str, Any]]:
    """Read every clock of an application on a day, with its entries and its days, oldest first."""
    rows = conn.execute(
        select(LegalClock.__table__).where(LegalClock.application_id == application_id).order_by(LegalClock.id)
    ).all()
    ledger = _ledger(conn, application_id)
    clocks = [(row, _clock(row, ledger)) for row in rows]
    siblings = [clock for _, clock in clocks]
    live_ones = select(Permit.key).where(Permit.application_id == application_id, Permit.state != "withdrawn")
    live = set(conn.execute(live_ones).scalars())
    return [
        _shown(row, counted(clock, siblings, live=live, calendar=calendar, on=today), calendar, today)
        for row, clock in clocks
    ]


def _ledger(conn: Connection, application_id: int) -> Ledger:
    columns = (
        ClockEntry.scope,
        ClockEntry.key,
        ClockEntry.generation,
        ClockEntry.kind,
        ClockEntry.from_on,
        ClockEntry.to_on,
        ClockEntry.working_days,
        ClockEntry.basis,
        ClockEntry.notice,
    )
    found: Ledger = {}
    for row in conn.execute(
        select(*columns).where(ClockEntry.application_id == application_id).order_by(ClockEntry.id)
    ):
        entry = Entry(
            kind=cast("Any", row.kind),
            from_on=row.from_on,
            to_on=row.to_on,
            working_days=row.working_days,
            basis=row.basis,
            notice=row.notice,
        )
        found.setdefault((row.scope, row.key, row.generation), []).append(entry)
    return found


def _clock(row: Any, ledger: Ledger) -> Clock:
    return Clock(
        scope=row.scope,
        key=row.key,
        limit=row.limit_working_days,
        started_on=row.started_on,
        entries=tuple(ledger.get((row.scope, row.key, row.generation), ())),
        ended_on=row.ended_on,
        basis_law=row.basis_law,
    )


def _shown(row: Any, clock: Clock, calendar: Calendar, today: date) -> dict[str, Any]:
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
        "entries": [_plain(entry) for entry in clock.entries],
        "days": [_plain(day) for day in explain(clock, calendar, today)],
    }


def _plain(one: Any) -> dict[str, Any]:
    return {name: getattr(one, name) for name in type(one).__slots__}
