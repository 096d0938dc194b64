"""Clocks and their ledgers: rows put together as the engine reads them, and taken apart again."""

from collections.abc import Iterable, Sequence
from typing import Any

from permits.casefile.rows import ClockRow
from workflows import Clock, Entry


def ledger_of(rows: Iterable[Sequence[Any]]) -> dict[tuple[str, str], tuple[ClockRow, Clock]]:
    """Put clocks and entries together, those of the latest generation, by (scope, key)."""
    ledger: dict[int, tuple[ClockRow, list[Entry]]] = {}
    width = len(ClockRow.__slots__)
    for values in rows:
        _, entries = ledger.setdefault(values[0], (ClockRow(*values[:width]), []))
        if values[width] is not None:
            entries.append(Entry(*values[width:]))
    return {(row.scope, row.key): (row, _clock(row, entries)) for row, entries in ledger.values()}


def _clock(row: ClockRow, entries: Sequence[Entry]) -> Clock:
    return Clock(
        scope=row.scope,
        key=row.key,
        limit=row.limit_working_days,
        started_on=row.started_on,
        entries=tuple(entries),
        ended_on=row.ended_on,
        basis_law=row.basis_law,
    )


def entry_values(entry: Entry) -> dict[str, Any]:
    """Give a line of the ledger as the columns of its row."""
    return {name: getattr(entry, name) for name in Entry.__slots__}
