"""Clocks against an independent oracle that walks day by day."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from workflows import (
    Calendar,
    Clock,
    Day,
    Entry,
    explain,
    read,
    union_of_stops,
)

A_MONDAY = date(2024, 1, 1)
HORIZON = 400
MAX_OFFSET = 60


def offset(days: int) -> date:
    return A_MONDAY + timedelta(days=days)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    flipped = draw(st.frozensets(st.integers(0, 2 * MAX_OFFSET), max_size=12))
    return Calendar(Day(offset(n), (n % 7 < 5) != (n in flipped)) for n in range(HORIZON))


@st.composite
def stops(draw: st.DrawFn) -> Entry:
    start = draw(st.integers(0, MAX_OFFSET))
    length = draw(st.none() | st.integers(0, 20))
    return Entry("stop", offset(start), None if length is None else offset(start + length))


@st.composite
def clocks(draw: st.DrawFn) -> Clock:
    started = draw(st.integers(0, 10))
    extensions = draw(st.lists(st.integers(1, 10), max_size=1))
    entries = draw(st.lists(stops(), max_size=4)) + [Entry("extension", offset(20), working_days=n) for n in extensions]
    ended = draw(st.none() | st.integers(started, MAX_OFFSET))
    return Clock(
        scope="permit",
        key="statutory",
        limit=draw(st.integers(0, 25)),
        started_on=offset(started),
        entries=tuple(entries),
        ended_on=None if ended is None else offset(ended),
    )


def oracle_stopped(clock: Clock, on: date) -> set[date]:
    """List the stopped days one by one, as a clerk would with a pencil."""
    seen_on = on if clock.ended_on is None else min(on, clock.ended_on)
    stopped = set()
    for entry in clock.entries:
        if entry.kind != "stop":
            continue
        walk = entry.from_on
        while (walk <= seen_on) if entry.to_on is None else (walk < entry.to_on):
            stopped.add(walk)
            walk += timedelta(days=1)
    return stopped


def oracle(clock: Clock, calendar: Calendar, on: date) -> tuple[int, int, date]:
    """Count limit, used days and due day by walking the calendar."""
    stopped = oracle_stopped(clock, on)
    limit = clock.limit + sum(entry.working_days for entry in clock.entries if entry.kind == "extension")
    used, budget, due_on = 0, limit, clock.started_on
    walk = clock.started_on
    while budget or walk < max(on, clock.started_on):
        walk += timedelta(days=1)
        if not calendar.is_working(walk) or walk in stopped:
            continue
        if walk <= on and (clock.ended_on is None or walk <= clock.ended_on):
            used += 1
        if budget:
            budget, due_on = budget - 1, walk
    return limit, used, due_on


@given(calendar=calendars(), clock=clocks(), on=st.integers(0, 2 * MAX_OFFSET))
def test_a_reading_is_what_walking_day_by_day_gives(calendar: Calendar, clock: Clock, on: int) -> None:
    reading = read(clock, calendar, offset(on))

    assert (reading.limit, reading.used, reading.due_on) == oracle(clock, calendar, offset(on))
    assert reading.left == reading.limit - reading.used


@given(calendar=calendars(), clock=clocks(), on=st.integers(0, 2 * MAX_OFFSET))
def test_the_explanation_proves_the_reading(calendar: Calendar, clock: Clock, on: int) -> None:
    reading, rows = read(clock, calendar, offset(on)), explain(clock, calendar, offset(on))
    seen = min(offset(on), clock.ended_on or offset(on))

    assert [row.on for row in rows] == [
        clock.started_on + timedelta(days=n) for n in range((max(reading.due_on, seen) - clock.started_on).days + 1)
    ]
    assert sum(row.counted for row in rows if row.on <= seen) == reading.used
    total = 0
    for row in rows:
        total += row.counted
        assert (row.used, row.left) == (total, reading.limit - total)
        assert row.working or not row.counted
    if clock.ended_on is None and reading.limit:
        assert next(row for row in rows if row.left == 0).on == reading.due_on


@given(calendar=calendars(), clock=clocks(), on=st.integers(0, 2 * MAX_OFFSET))
def test_yellow_is_the_first_day_with_little_left(calendar: Calendar, clock: Clock, on: int) -> None:
    reading = read(clock, calendar, offset(on))
    threshold = max(1, reading.limit // 5)
    walk = clock.started_on
    while calendar.between(walk, reading.due_on) > threshold:
        walk += timedelta(days=1)

    assert reading.yellow_on == walk


@given(several=st.lists(clocks(), max_size=4))
def test_the_union_is_disjoint_and_complete(several: list[Clock]) -> None:
    spans = union_of_stops(several)
    expected = {
        walk
        for each in several
        for walk in oracle_stopped(each, offset(2 * MAX_OFFSET))
        if each.ended_on is None or walk <= each.ended_on
    }

    assert all(earlier[1] < later[0] for earlier, later in pairwise(spans))
    assert {offset(n) for n in range(2 * MAX_OFFSET + 1) if any(a <= offset(n) < b for a, b in spans)} == expected
