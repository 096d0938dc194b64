"""A table of working days of its own, typed from the notices of the State Council; it knows no other code."""

from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
# first and last day off, then the Saturdays and Sundays worked for them
NOTICES = """
2024-01-01 2024-01-01
2024-02-10 2024-02-17 2024-02-04 2024-02-18
2024-04-04 2024-04-06 2024-04-07
2024-05-01 2024-05-05 2024-04-28 2024-05-11
2024-06-10 2024-06-10
2024-09-15 2024-09-17 2024-09-14
2024-10-01 2024-10-07 2024-09-29 2024-10-12
2025-01-01 2025-01-01
2025-01-28 2025-02-04 2025-01-26 2025-02-08
2025-04-04 2025-04-06
2025-05-01 2025-05-05 2025-04-27
2025-05-31 2025-06-02
2025-10-01 2025-10-08 2025-09-28 2025-10-11
2026-01-01 2026-01-03 2026-01-04
2026-02-15 2026-02-23 2026-02-14 2026-02-28
2026-04-04 2026-04-06
2026-05-01 2026-05-05 2026-05-09
2026-06-19 2026-06-21
2026-09-25 2026-09-27
2026-10-01 2026-10-07 2026-09-20 2026-10-10
"""
FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)


def _table() -> tuple[frozenset[date], frozenset[date]]:
    off: set[date] = set()
    worked: set[date] = set()
    for line in NOTICES.strip().split("\n"):
        first, last, *made_up = map(date.fromisoformat, line.split())
        off.update(first + timedelta(days=n) for n in range((last - first).days + 1))
        worked.update(made_up)
    return frozenset(off), frozenset(worked)


OFF, MADE_UP = _table()


def is_working(day: date) -> bool:
    """Say whether the agencies work on a day of the years of the notices."""
    assert FIRST <= day <= LAST, day
    return day in MADE_UP or (day.isoweekday() <= 5 and day not in OFF)


def add(start: date, working_days: int) -> date:
    """Walk day by day to the n-th working day after a start, which is not counted."""
    day = start
    while working_days:
        day += ONE_DAY
        working_days -= is_working(day)
    return day


def count(after: date, through: date) -> int:
    """Count the working days after one day through another."""
    return sum(is_working(after + timedelta(days=n)) for n in range(1, (through - after).days + 1))


def next_working(day: date) -> date:
    """Return a day, or the next working day when nobody works on it."""
    while not is_working(day):
        day += ONE_DAY
    return day
