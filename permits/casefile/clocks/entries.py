"""Build clocks with their ledgers from rows, as the engine reads them."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from permits.casefile.rows import ClockRow
from workflows import Clock, Entry

Of: TypeAlias = tuple[str, str]
Ledger: TypeAlias = dict[Of, tuple[ClockRow, Clock]]


def ledger_of(rows: Iterable[Sequence[Any]]) -> Ledger:
    """Join clocks and entries of the latest generation, by (scope, key)."""
    ledger: dict[int, tuple[ClockRow, list[Entry]]] = {}
    width = len(ClockRow.__slots__)
    for values in rows:
        _, entries = ledger.setdefault(values[0], (ClockRow(*values[:width]), []))
        if values[width] is not None:
            entries.append(Entry(*values[width:]))
    return {(row.scope, row.key): (row, clock_of(row, entries)) for row, entries in ledger.values()}


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
