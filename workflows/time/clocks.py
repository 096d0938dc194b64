"""The legal clock: a budget of working days and a ledger of stops and extensions; the rest is computed."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from workflows.time.alerts import USUAL, Alert
from workflows.time.calendar import ONE_DAY, Calendar, Day
from workflows.time.scopes import WHOLE_CASE

EntryKind = Literal["run", "stop", "extension"]
ClockState = Literal["running", "stopped", "ended"]
Light = Literal["green", "yellow", "red"]
Span = tuple[date, date]
STILL_OPEN = date.max
_COUNTING = frozenset({"counted", "make_up", "due", "over"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger over the half-open days [from_on, to_on); no `to_on` means it is open."""

    kind: EntryKind
    from_on: date
    to_on: date | None = None
    working_days: int = 0
    basis: str = ""
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """A limit in working days from the day after `started_on`, and its ledger."""

    scope: str
    key: str
    limit: int
    started_on: date
    entries: tuple[Entry, ...] = ()
    ended_on: date | None = None
    basis_law: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """The reading of a clock on a day; `limit` includes extensions and `left` is negative past the limit."""

    limit: int
    used: int
    left: int
    due_on: date
    yellow_on: date
    provisional: bool
    state: ClockState


@dataclass(frozen=True, slots=True)
class ClockDay:
    """One calendar day of a clock with the running totals.

    `why` is start, counted, weekend, holiday, make_up, closed, stopped, due, over, ended, or after_hours for a day of
    receipt that counts as the next working day; `source` is the notice or decision behind the day.
    """

    on: date
    working: bool
    counted: bool
    why: str
    used: int
    left: int
    name_zh: str
    name_en: str
    source: str


@dataclass(frozen=True, slots=True)
class Projection:
    """The end of a limit, whether it is provisional, and every day up to it."""

    due_on: date
    provisional: bool
    days: tuple[ClockDay, ...]


def read(clock: Clock, calendar: Calendar, on: date, *, alert: Alert = USUAL) -> Reading:
    """Read a clock on a day; an open stop counts as lasting through that day, an ended clock is frozen.

    Raises:
        CalendarExhausted: the limit ends outside the calendar.
    Law: Administrative Licensing Law art. 42, 45, 82.
    """
    seen_on = _seen_on(clock, on)
    stops = _stops(clock, seen_on)
    limit = _limit(clock)
    used = calendar.between(clock.started_on, seen_on) - sum(
        _excluded(calendar, clock, stop, seen_on) for stop in stops
    )
    due_on = _due_on(clock, calendar, limit=limit, stops=stops)
    return Reading(
        limit=limit,
        used=used,
        left=limit - used,
        due_on=due_on,
        yellow_on=yellow_on(clock.started_on, due_on, limit, calendar, alert=alert),
        provisional=calendar.is_provisional(clock.started_on, due_on),
        state=_state(clock, stops, on),
    )


def explain(clock: Clock, calendar: Calendar, on: date) -> list[ClockDay]:
    """Return one row per calendar day from the start through the due day, or through `on` when that is later.

    Rows after `on` are a projection without further entries.

    Raises:
        CalendarExhausted: the limit ends outside the calendar.
    """
    seen_on = _seen_on(clock, on)
    stops = _stops(clock, seen_on)
    limit = _limit(clock)
    due_on = _due_on(clock, calendar, limit=limit, stops=stops)
    rows: list[ClockDay] = []
    used = 0
    for ordinal in range(_received_on(clock).toordinal(), max(due_on, seen_on).toordinal() + 1):
        day = calendar.day(date.fromordinal(ordinal))
        why = _why(day, clock, stops, due_on=due_on)
        counted = day.working and why in _COUNTING
        used += counted
        row = ClockDay(day.on, day.working, counted, why, used, limit - used, day.name_zh, day.name_en, day.source)
        rows.append(row)
    return rows


def project_due(started_on: date, working_days: int, calendar: Calendar, *, stops: Iterable[Span] = ()) -> Projection:
    """Return the end of a number of working days, given half-open stops [from, to), with the days as proof.

    Raises:
        CalendarExhausted: the limit ends outside the calendar.
    Law: Administrative Licensing Law art. 45, 82; Civil Code art. 201.
    """
    entries = tuple(Entry("stop", from_on, to_on) for from_on, to_on in stops)
    clock = Clock(scope="", key="", limit=working_days, started_on=started_on, entries=entries)
    reading = read(clock, calendar, started_on)
    return Projection(reading.due_on, reading.provisional, tuple(explain(clock, calendar, started_on)))


def yellow_on(started_on: date, due_on: date, limit: int, calendar: Calendar, *, alert: Alert = USUAL) -> date:
    """Return the first day with no more left of a limit than the alert says; by default one day or 20 %.

    A limit of one working day is yellow from the day it starts.

    Raises:
        CalendarExhausted: the due day is outside the calendar.
    """
    warned_on = calendar.first_with_left(due_on, alert.days_left(limit))
    return max(warned_on, started_on)


def light(yellow_on: date, due_on: date, on: date) -> Light:
    """Return the colour of a due day: red from the day after it."""
    if on > due_on:
        return "red"
    return "yellow" if on >= yellow_on else "green"


def after_hours(received_on: date, started_on: date) -> tuple[Entry, ...]:
    """Return the ledger line of a receipt on one day that counts as received on a later one."""
    late = Entry("run", received_on, started_on, basis="after_hours")
    return (late,) if received_on < started_on else ()


def union_of_stops(clocks: Iterable[Clock]) -> tuple[Span, ...]:
    """Merge the stops of several clocks into disjoint half-open spans, each date once.

    A stop of an ended clock ends with it; one still open on a running clock ends at `date.max`, which every
    reading treats as open.

    Law: Administrative Licensing Law art. 42(2), 45.
    """
    return _merged(_stops_of(clocks))


def _stops_of(clocks: Iterable[Clock]) -> Iterator[Span]:
    """List the stops of several clocks, each cut at the end of its clock."""
    for clock in clocks:
        for entry in clock.entries:
            if entry.kind == "stop":
                yield entry.from_on, min(entry.to_on or STILL_OPEN, _day_after_end(clock))


def excluding_stops_of(clock: Clock, others: Iterable[Clock]) -> Clock:
    """Return the clock with the union of the others' stops added: the joint cap over its permits.

    Law: Administrative Licensing Law art. 42(2), 45.
    """
    # merged by the reading: the length of an open stop is known only then
    stops = tuple(Entry("stop", from_on, to_on) for from_on, to_on in _stops_of(others))
    return replace(clock, entries=clock.entries + stops)


def leading(clock: Clock, others: Iterable[Clock], calendar: Calendar, on: date) -> Clock:
    """Return the clock with limit and ledger of the latest other: a case's committed limit is its latest permit's.

    Raises:
        CalendarExhausted: a limit ends outside the calendar.
    """
    latest = max(others, key=lambda one: read(one, calendar, on).due_on, default=clock)
    return replace(clock, limit=latest.limit, started_on=latest.started_on, entries=latest.entries)


def counted(clock: Clock, siblings: Collection[Clock], *, live: Collection[str], calendar: Calendar, on: date) -> Clock:
    """Return the effective clock among the clocks of its case, whose live permits are `live`.

    The joint cap excludes the lawful stops of all permits, each date once; the committed limit of the case is that of
    its live permit due last; while one of them still waits for another, its own limit, without the others' stops.

    Raises:
        CalendarExhausted: a limit ends outside the calendar.
    Law: Administrative Licensing Law art. 42(2), 45.
    """
    if clock.scope != WHOLE_CASE or clock.key not in {"joint", "committed"}:
        return clock
    of_permits = [one for one in siblings if one.scope != WHOLE_CASE]
    if clock.key == "joint":
        return excluding_stops_of(clock, of_permits)
    promises = [one for one in of_permits if one.key == "committed" and one.scope in live]
    if {one.scope for one in promises} < set(live):
        return excluding_stops_of(clock, promises)
    return leading(clock, promises, calendar, on)


def _why(day: Day, clock: Clock, stops: tuple[Span, ...], *, due_on: date) -> str:
    if day.on <= clock.started_on:
        return _why_before(day, clock)
    if clock.ended_on is not None and day.on > clock.ended_on:
        return "ended"
    if any(from_on <= day.on < to_on for from_on, to_on in stops):
        return "stopped"
    return _why_working(day, due_on) if day.working else _why_idle(day)


def _why_before(day: Day, clock: Clock) -> str:
    if day.on == clock.started_on:
        return "start"
    return "after_hours" if day.working or day.on == _received_on(clock) else _why_idle(day)


def _why_working(day: Day, due_on: date) -> str:
    if day.on >= due_on:
        return "due" if day.on == due_on else "over"
    return "make_up" if day.name_en else "counted"


def _why_idle(day: Day) -> str:
    if day.is_local:
        return "closed"
    return "holiday" if day.name_en else "weekend"


def _received_on(clock: Clock) -> date:
    """Return the actual day of an after-hours receipt, else the start."""
    return min((entry.from_on for entry in clock.entries if entry.kind == "run"), default=clock.started_on)


def _state(clock: Clock, stops: tuple[Span, ...], on: date) -> ClockState:
    if clock.ended_on is not None and on >= clock.ended_on:
        return "ended"
    return "stopped" if any(from_on <= on < to_on for from_on, to_on in stops) else "running"


def _limit(clock: Clock) -> int:
    return clock.limit + sum(entry.working_days for entry in clock.entries if entry.kind == "extension")


def _seen_on(clock: Clock, on: date) -> date:
    return on if clock.ended_on is None else min(on, clock.ended_on)


def _day_after_end(clock: Clock) -> date:
    return STILL_OPEN if clock.ended_on is None else clock.ended_on + ONE_DAY


def _stops(clock: Clock, seen_on: date) -> tuple[Span, ...]:
    stops = ((entry.from_on, entry.to_on or STILL_OPEN) for entry in clock.entries if entry.kind == "stop")
    return _merged((from_on, seen_on + ONE_DAY if to_on == STILL_OPEN else to_on) for from_on, to_on in stops)


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for from_on, to_on in sorted(span for span in spans if span[0] < span[1]):
        if merged and from_on <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], to_on))
        else:
            merged.append((from_on, to_on))
    return tuple(merged)


def _excluded(calendar: Calendar, clock: Clock, stop: Span, through: date) -> int:
    return calendar.between(max(stop[0] - ONE_DAY, clock.started_on), min(stop[1] - ONE_DAY, through))


def _due_on(clock: Clock, calendar: Calendar, *, limit: int, stops: tuple[Span, ...]) -> date:
    budget = limit
    due_on = calendar.add(clock.started_on, budget)
    for stop in stops:
        if max(stop[0], clock.started_on + ONE_DAY) > due_on:
            break
        budget += _excluded(calendar, clock, stop, stop[1])
        due_on = calendar.add(clock.started_on, budget)
    return due_on
