"""Working days: counting, due days, and whether they are provisional."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from workflows.errors import N_, CalendarExhausted

SHANGHAI = ZoneInfo("Asia/Shanghai")
ONE_DAY = timedelta(days=1)
MADE_UP = "调休上班"  # ends the name of a make-up working day
BREAK_WITHIN = timedelta(days=45)  # a break, the days made up for it, and no other year's


@dataclass(frozen=True, slots=True)
class Day:
    """One calendar day; the names are those of a holiday, a make-up working day, or a closure.

    `source` is the notice or decision behind it; `is_local` marks the decision of one area.
    """

    on: date
    working: bool
    official: bool = True
    name_zh: str = ""
    name_en: str = ""
    source: str = ""
    is_local: bool = False


class Calendar:
    """An unbroken range of days, queried by binary search; days outside it raise.

    `edition` is the number of the last change included.

    Raises:
        CalendarExhausted: there are no days, or they have a gap or a duplicate.
    """

    def __init__(self, days: Iterable[Day], edition: int = 0) -> None:
        self.edition = edition
        self._days = tuple(sorted(days, key=lambda day: day.on))
        if not self._days:
            raise CalendarExhausted(N_("The calendar is empty: import a year"))
        self.first, self.last = self._days[0].on, self._days[-1].on
        for expected, day in enumerate(self._days, start=self.first.toordinal()):
            if day.on.toordinal() != expected:
                raise CalendarExhausted(N_("The calendar is not continuous at %(on)s"), params={"on": day.on})
        self._working = [day.on for day in self._days if day.working]
        self._provisional = [day.on for day in self._days if not day.official]

    def changed(self, days: Iterable[Day], edition: int) -> "Calendar":
        """Return this calendar with some of its days replaced; days outside it are ignored."""
        replaced = {day.on: day for day in days}
        return Calendar((replaced.get(day.on, day) for day in self._days), edition)

    def day(self, on: date) -> Day:
        """Return the calendar's entry of a day.

        Raises:
            CalendarExhausted: the day is outside the calendar.
        """
        self._require(on)
        return self._days[(on - self.first).days]

    def days_of_break(self, name: str, around: date) -> list[Day]:
        """List the days off and the make-up working days of a holiday's break in the weeks around a day, oldest first.

        `name` may be that of several holidays joined by 、; a day belongs to the break if one of them is its own.
        """
        names = frozenset(name.split("、"))
        first, last = max(around - BREAK_WITHIN, self.first), min(around + BREAK_WITHIN, self.last)
        days = self._days[(first - self.first).days : max(0, (last - self.first).days + 1)]
        return [day for day in days if not names.isdisjoint(day.name_zh.removesuffix(MADE_UP).split("、"))]

    def is_working(self, on: date) -> bool:
        """Return whether offices work that day.

        Raises:
            CalendarExhausted: the day is outside the calendar.
        """
        return self.day(on).working

    def add(self, on: date, working_days: int) -> date:
        """Return the n-th working day after `on`, which itself is never counted; zero days give `on`.

        Raises:
            CalendarExhausted: the answer is outside the calendar.
            ValueError: a negative number of days.
        Law: Administrative Licensing Law art. 82; Civil Code art. 201.
        """
        if working_days < 0:
            raise ValueError(f"working days cannot be negative: {working_days}")
        self._require(on)
        if working_days == 0:
            return on
        return self._working_at(bisect_right(self._working, on) + working_days - 1)

    def between(self, after: date, through: date) -> int:
        """Count the working days later than `after`, up to and including `through`.

        Raises:
            CalendarExhausted: the range leaves the calendar.
        """
        if through <= after:
            return 0
        self._require(after + ONE_DAY)
        self._require(through)
        return bisect_right(self._working, through) - bisect_right(self._working, after)

    def next_working(self, on: date) -> date:
        """Return the day itself when it is a working day, else the next one.

        Raises:
            CalendarExhausted: the answer is outside the calendar.
        Law: Civil Code art. 203.
        """
        self._require(on)
        return self._working_at(bisect_left(self._working, on))

    def working_day_before(self, on: date) -> date:
        """Return the last working day before a day.

        Raises:
            CalendarExhausted: the answer is outside the calendar.
        """
        self._require(on)
        position = bisect_left(self._working, on) - 1
        if position < 0:
            raise CalendarExhausted(params={"on": self.first - ONE_DAY})
        return self._working[position]

    def first_with_left(self, through: date, working_days: int) -> date:
        """Return the first day with at most `working_days` working days after it up to `through`.

        Raises:
            CalendarExhausted: `through` is outside the calendar.
        """
        self._require(through)
        position = bisect_right(self._working, through) - 1 - working_days
        return self._working[position] if position >= 0 else self.first

    def is_provisional(self, first: date, last: date) -> bool:
        """Return whether any day from `first` through `last` is provisional.

        Raises:
            CalendarExhausted: the range leaves the calendar.
        """
        self._require(first)
        self._require(last)
        return bisect_left(self._provisional, first) < bisect_right(self._provisional, last)

    @property
    def final_through(self) -> date:
        """The last day up to which every day is final."""
        return self._provisional[0] - ONE_DAY if self._provisional else self.last

    def awaits_notice(self, on: date) -> bool:
        """Return whether a day is provisional; days beyond the calendar always are."""
        position = bisect_left(self._provisional, on)
        return on > self.last or self._provisional[position : position + 1] == [on]

    def _working_at(self, position: int) -> date:
        if position >= len(self._working):
            raise CalendarExhausted(params={"on": self.last + ONE_DAY})
        return self._working[position]

    def _require(self, on: date) -> None:
        if not self.first <= on <= self.last:
            raise CalendarExhausted(params={"on": on})


def local_day(at: datetime) -> date:
    """Return the day of a moment in Asia/Shanghai.

    Raises:
        ValueError: the moment has no time zone.
    """
    if at.tzinfo is None:
        raise ValueError(f"a moment needs its time zone: {at}")
    return at.astimezone(SHANGHAI).date()


def midnight(on: date) -> datetime:
    """Return the first moment of a day in Asia/Shanghai, as aware UTC."""
    return datetime.combine(on, time(), SHANGHAI).astimezone(UTC)
