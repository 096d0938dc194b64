"""Days saved against the serial process: an estimate from what the departments actually took. Pure.

The serial process is replayed: it starts at the same acceptance, and each branch takes the working time it was held in
fact, one branch after another; the stops of a permit are waited for once. A working day counts as 24 hours.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from workflows.time.calendar import ONE_DAY, Calendar, local_day, midnight
from workflows.time.clocks import Span

DAY_MINUTES = 24 * 60
MINUTE = timedelta(minutes=1)
Branch = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Held:
    """One finished duty of a branch (permit, department); `claimed_at` ends its wait in the queue."""

    branch: Branch
    opened_at: datetime
    claimed_at: datetime
    done_at: datetime


@dataclass(frozen=True, slots=True)
class Saving:
    """The estimate in working days: pure overlap, the difference of the last days, and that without queue waits.

    Negative where the serial process would have been faster. `branches` gives the last day of each branch in series.
    """

    overlap: float
    calendar: int
    lower_bound: int
    serial_ends_on: date
    branches: tuple[tuple[Branch, date], ...]


def days_saved(
    accepted_at: datetime,
    decided_at: datetime,
    held: Sequence[Held],
    calendar: Calendar,
    *,
    stops: Mapping[str, Sequence[Span]],
) -> Saving:
    """Estimate the working days saved from acceptance to the decision; `held` stands in serial order.

    Raises:
        CalendarExhausted: the case or its replay ends outside the calendar.
    """
    time = _WorkingTime(calendar, accepted_at)
    worked = [(one.branch, time.net(one.opened_at, one.done_at, stops.get(one.branch[0], ()))) for one in held]
    handled = [time.net(one.claimed_at, one.done_at, stops.get(one.branch[0], ())) for one in held]
    permits = {one.branch[0] for one in held}
    waited = sum(time.stopped(accepted_at, decided_at, stops.get(permit, ())) for permit in permits)
    total = sum(minutes for _, minutes in worked)
    finished = time.since_start(decided_at)
    return Saving(
        overlap=round((total - _longest_path(held, [minutes for _, minutes in worked])) / DAY_MINUTES, 2),
        calendar=time.days_between(finished, total + waited),
        lower_bound=time.days_between(finished, sum(handled) + waited),
        serial_ends_on=time.day_at(total + waited),
        branches=tuple(time.ends(worked)),
    )


class _WorkingTime:
    """Working minutes counted from a start."""

    def __init__(self, calendar: Calendar, start: datetime) -> None:
        self._calendar = calendar
        self._origin = local_day(start) - ONE_DAY
        self._start = 0
        self._start = self.since_start(start)

    def since_start(self, at: datetime) -> int:
        """Return the working minutes from the start to a moment; never before the start."""
        day = local_day(at)
        whole = self._calendar.between(self._origin, day - ONE_DAY) * DAY_MINUTES
        begun = (at - midnight(day)) // MINUTE if self._calendar.day(day).working else 0
        return max(0, whole + begun - self._start)

    def stopped(self, since: datetime, until: datetime, stops: Sequence[Span]) -> int:
        """Return the working minutes of the stops, each half-open in days, within a stretch."""
        first, last = self.since_start(since), self.since_start(until)
        spans = (
            (self.since_start(midnight(a)), last if b == date.max else self.since_start(midnight(b))) for a, b in stops
        )
        return sum(max(0, min(end, last) - max(begin, first)) for begin, end in spans)

    def net(self, since: datetime, until: datetime, stops: Sequence[Span]) -> int:
        """Return the working minutes of a stretch without the stops."""
        return self.since_start(until) - self.since_start(since) - self.stopped(since, until, stops)

    def day_at(self, minutes: int) -> date:
        """Return the day on which so many working minutes since the start are over."""
        return self._calendar.add(self._origin, -(-(minutes + self._start) // DAY_MINUTES))

    def days_between(self, actual: int, serial: int) -> int:
        """Count the working days from one end to the other, negative backwards."""
        finished_on, serial_on = self.day_at(actual), self.day_at(serial)
        return self._calendar.between(finished_on, serial_on) - self._calendar.between(serial_on, finished_on)

    def ends(self, worked: Iterable[tuple[Branch, int]]) -> Iterable[tuple[Branch, date]]:
        """Return the last day of each branch in series; the rounds of one branch count together."""
        spent: dict[Branch, int] = {}
        for branch, minutes in worked:
            spent[branch] = spent.get(branch, 0) + minutes
        total = 0
        for branch, minutes in spent.items():
            total += minutes
            yield branch, self.day_at(total)


def _longest_path(held: Sequence[Held], minutes: Sequence[int]) -> int:
    """Return the most working minutes of duties held one after the other."""
    best: list[tuple[datetime, int]] = []
    for one, own in sorted(zip(held, minutes, strict=True), key=lambda pair: pair[0].done_at):
        before = max((length for ended_at, length in best if ended_at <= one.opened_at), default=0)
        best.append((one.done_at, before + own))
    return max((length for _, length in best), default=0)
