"""The clocks of a case: start, end and stop them; arm the timers that climb their ladders."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property

from permits.casefile.clocks.entries import Ledger, Of, clock_of, ledger_of
from permits.casefile.clocks.ladders import NEWEST_TIMERS, Days, ladder_of
from permits.casefile.context import ActContext
from permits.casefile.rows import ApplicationRow, ClockRow, EntryRow, Shelf, WaitRow
from permits.casefile.rows.columns import UNWRITTEN
from permits.casefile.rows.statements import WAITS
from permits.casefile.writing.changes import ChangeSet, Where
from permits.models import ClockEntry, LegalClock, Timer
from workflows import Alert, Clock, Entry, Reading, after_hours, read, yellow_on


class Clocks(Mapping[Of, tuple[ClockRow, Clock]]):
    """The clocks of the latest generation with their ledgers, by (scope, key); read on first use."""

    def __init__(
        self, context: ActContext, app: ApplicationRow, changes: ChangeSet, *, shelf: Shelf, alert: Callable[[], Alert]
    ) -> None:
        """Start with nothing read; `alert` tells when a limit of the case turns yellow."""
        self._alert = alert
        self._shelf = shelf
        self.context = context
        self._app = app
        self._changes = changes
        self._ledger: Ledger | None = None
        self._started: Ledger = {}
        self._waits: list[WaitRow] | None = None

    def __getitem__(self, of: Of) -> tuple[ClockRow, Clock]:
        """Return a clock and its row."""
        return self._read()[of]

    def __iter__(self) -> Iterator[Of]:
        """Iterate over the clocks, earliest start first."""
        return iter(self._read())

    def __len__(self) -> int:
        """Count the clocks."""
        return len(self._read())

    def _read(self) -> Ledger:
        if self._ledger is None:
            written = (row for row in self._shelf.all(ClockRow) if row.id != UNWRITTEN)
            self._ledger = {**ledger_of(written, self._shelf.all(EntryRow)), **self._started}
        return self._ledger

    def _put_clock(self, row: ClockRow, clock: Clock) -> None:
        of = row.scope, row.key
        if row.id == UNWRITTEN:
            self._started[of] = (row, clock)
        if self._ledger is not None:
            self._ledger[of] = (row, clock)

    def _in_memory(self) -> Ledger:
        return self._started if self._ledger is None else self._ledger

    @property
    def waits(self) -> list[WaitRow]:
        """The waits in working days that have no clock of their own."""
        if self._waits is None:
            found = self.context.conn.execute(WAITS, {"id": self._app.id})
            self.put_waits([WaitRow(*values[1:]) for values in found])
        return self._waits or []

    def put_waits(self, waits: list[WaitRow]) -> None:
        """Take waits that were read elsewhere."""
        self._waits = waits

    def start(
        self, scope: str, key: str, limit: int, *, law: str, started_on: date, received_on: date | None = None
    ) -> Reading:
        """Start a legal clock and arm its rungs; returns its reading.

        Its ledger records why it starts later than the day the materials came in.
        """
        clock = Clock(scope=scope, key=key, limit=limit, started_on=started_on, basis_law=law)
        reading = self.reading(clock)
        # a clock has a second generation only after the application went back to its applicant
        known = self if self._app.notified_at else self._started
        generation = 1 + (known[scope, key][0].generation if (scope, key) in known else 0)
        row = self._changes.add(
            LegalClock,
            area=self._app.area,
            scope=scope,
            key=key,
            generation=generation,
            limit_working_days=limit,
            basis_law=law,
            started_on=started_on,
            due_on=reading.due_on,
            yellow_on=reading.yellow_on,
            is_provisional=reading.provisional,
        )
        assert isinstance(row, ClockRow)  # noqa: S101 - the case holds clocks
        self._put_clock(row, clock_of(row, ()))
        for entry in after_hours(received_on or started_on, started_on):
            self.enter(scope, key, entry)
        self.arm(scope, key, started_on=started_on, due_on=reading.due_on, yellow_on=reading.yellow_on)
        return reading

    def enter(self, scope: str, key: str, entry: Entry) -> None:
        """Add an entry to a clock's ledger."""
        row, clock = self._started.get((scope, key)) or self[scope, key]
        self._put_clock(row, replace(clock, entries=(*clock.entries, entry)))
        self._changes.add(
            ClockEntry,
            scope=scope,
            key=key,
            generation=row.generation,
            kind=entry.kind,
            from_on=entry.from_on,
            to_on=entry.to_on,
            working_days=entry.working_days,
            basis=entry.basis,
            notice=entry.notice,
        )

    def relimit(self, scope: str, key: str, limit: int) -> None:
        """Give a running clock another limit, counted from when it began; the caller counts it anew."""
        row, clock = self[scope, key]
        self._changes.change(row, limit_working_days=limit)
        self._put_clock(row, replace(clock, limit=limit))

    def close_stops(self, scope: str, keys: Sequence[str]) -> None:
        """End the open stops of some clocks today."""
        today = self.context.today
        for key in keys:
            row, clock = self[scope, key]
            closed = (replace(e, to_on=today) if e.kind == "stop" and e.to_on is None else e for e in clock.entries)
            self._put_clock(row, replace(clock, entries=tuple(closed)))
        still_open: Where = {ClockEntry.scope: scope, ClockEntry.kind: "stop", ClockEntry.to_on: None}
        self._changes.change_all(ClockEntry, still_open, to_on=today)

    def show(self, row: ClockRow, reading: Reading) -> None:
        """Copy the days of a reading to the clock's row."""
        self._changes.change(
            row, due_on=reading.due_on, yellow_on=reading.yellow_on, is_provisional=reading.provisional
        )

    def end(self, scope: str, keys: Sequence[str]) -> None:
        """End clocks today and disarm their timers; costs no query."""
        today = self.context.today
        running: Where = {LegalClock.scope: scope, LegalClock.key: list(keys), LegalClock.ended_on: None}
        self._changes.change_all(LegalClock, running, ended_on=today)
        for row, clock in [self._in_memory()[scope, key] for key in keys if (scope, key) in self._in_memory()]:
            if clock.ended_on is None:
                row.ended_on = today
                self._put_clock(row, replace(clock, ended_on=today))
        self.disarm([scope], keys)

    def spent(self, clock: Clock) -> tuple[int, int]:
        """Count the net working days a clock has used up to today, and those it was stopped."""
        calendar, today = self.context.calendar, self.context.today
        used = self.reading(clock).used
        return used, calendar.between(clock.started_on, today) - used

    def arm(
        self, scope: str, clock: str, *, started_on: date, due_on: date, yellow_on: date, limit: int | None = None
    ) -> None:
        """Arm the timer of a clock or a duty; `limit` counts its working days without stops."""
        days = Days(started_on, due_on, yellow_on, limit)
        if ladder := ladder_of(scope, clock, days, self.context.calendar, at=self.context.at):
            self._changes.add(Timer, area=self._app.area, **ladder)

    def wait(self, scope: str, clock: str, working_days: int, *, since: date | None = None) -> date:
        """Wait a number of working days from today or from `since`, with a ladder; returns the last day.

        The number of days is stored, so the day follows the calendar; a day named by a person does not.
        """
        counted_from = since or self.context.today
        days = Days(counted_from, *self.due(counted_from, working_days), working_days)
        if ladder := ladder_of(scope, clock, days, self.context.calendar, at=self.context.at):
            self._changes.add(
                Timer, area=self._app.area, counted_from=counted_from, working_days=working_days, **ladder
            )
            if self._waits is not None:
                rungs = ladder["fire_at"], ladder["ahead"]
                self._waits.append(WaitRow(UNWRITTEN, scope, clock, counted_from, working_days, *rungs))
        return days.due_on

    def disarm(self, scopes: Sequence[str], clocks: Sequence[str]) -> None:
        """Disarm the armed timers of some clocks."""
        armed: Where = {Timer.scope: list(scopes), Timer.clock: list(clocks), Timer.state: "armed"}
        self._changes.change_all(Timer, armed, state="cancelled")
        if self._waits is not None:
            self._waits = [one for one in self._waits if one.scope not in scopes or one.clock not in clocks]

    def due(self, started_on: date, working_days: int) -> tuple[date, date]:
        """Compute the due day and yellow day of a limit."""
        due_on = self.context.calendar.add(started_on, working_days)
        return due_on, self.yellow_on(started_on, due_on, working_days)

    def yellow_on(self, started_on: date, due_on: date, limit: int) -> date:
        """Return the first day on which a limit of the case is yellow."""
        return yellow_on(started_on, due_on, limit, self.context.calendar, alert=self._alert())

    def reading(self, clock: Clock, on: date | None = None) -> Reading:
        """Read a clock of the case on a day, by default today."""
        return read(clock, self.context.calendar, on or self.context.today, alert=self._alert())

    @cached_property
    def standing_timers(self) -> Mapping[Of, datetime]:
        """The moments of the newest rungs, armed or fired but not disarmed, by scope and clock."""
        found = self.context.conn.execute(NEWEST_TIMERS, {"id": self._app.id})
        newest = {(row.scope, row.clock): row for row in found}
        return {of: row.fire_at for of, row in newest.items() if row.state != "cancelled"}

    def written(self) -> None:
        """Forget rows without a key; they are read again on next use."""
        if self._started:
            self._ledger = None
            self._started = {}
        if any(one.id == UNWRITTEN for one in self._waits or ()):
            self._waits = None
