"""Rows of the clocks of a case."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from permits.models import ClockEntry, LegalClock, Timer
from workflows import EntryKind, local_day


@dataclass(slots=True)
class ClockRow:
    """One legal clock of the case, without its ledger."""

    model: ClassVar = LegalClock

    id: int
    scope: str
    key: str
    generation: int
    limit_working_days: int
    basis_law: str
    started_on: date
    ended_on: date | None
    due_on: date
    yellow_on: date
    is_provisional: bool


@dataclass(slots=True)
class EntryRow:
    """One line of a clock's ledger."""

    model: ClassVar = ClockEntry

    id: int
    scope: str
    key: str
    generation: int
    kind: EntryKind
    from_on: date
    to_on: date | None
    working_days: int
    basis: str
    notice: str


@dataclass(slots=True)
class WaitRow:
    """A wait without a clock of its own: a number of working days from a day, and its ladder."""

    model: ClassVar = Timer

    id: int
    scope: str
    clock: str
    counted_from: date
    working_days: int
    fire_at: datetime
    ahead: list[list[str]]

    @property
    def due_on(self) -> date:
        """The last day of the wait: the highest rung fires at the midnight that ends it."""
        highest = datetime.fromisoformat(self.ahead[-1][1]) if self.ahead else self.fire_at
        return local_day(highest) - timedelta(days=1)
