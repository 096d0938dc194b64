"""Build clocks with their ledgers from rows, as the engine reads them."""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from permits.casefile.rows import ClockRow, EntryRow
from workflows import Clock, Entry

Of: TypeAlias = tuple[str, str]
Ledger: TypeAlias = dict[Of, tuple[ClockRow, Clock]]


def ledger_of(clocks: Iterable[ClockRow], lines: Iterable[EntryRow]) -> Ledger:
    """Join clocks and the lines of their ledgers, oldest first; the latest generation of each (scope, key) stays."""
    entries: dict[tuple[str, str, int], list[Entry]] = {}
    for line in lines:
        entry = Entry(line.kind, line.from_on, line.to_on, line.working_days, line.basis, line.notice)
        entries.setdefault((line.scope, line.key, line.generation), []).append(entry)
    return {
        (row.scope, row.key): (row, clock_of(row, entries.get((row.scope, row.key, row.generation), ())))
        for row in clocks
    }


def clock_of(row: ClockRow, entries: Sequence[Entry]) -> Clock:
    """Build the engine's clock from a row and its entries."""
    return Clock(
        scope=row.scope,
        key=row.key,
        limit=row.limit_working_days,
        started_on=row.started_on,
        entries=tuple(entries),
        ended_on=row.ended_on,
        basis_law=row.basis_law,
    )
