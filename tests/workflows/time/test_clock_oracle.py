"""Ten thousand random clock ledgers against an oracle that walks the calendar day by day and shares no code with it."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from workflows import Calendar, Clock, Day, Entry, excluding_stops_of, explain, leading, read, union_of_stops

LEDGERS, CHUNKS = 10_000, 20
FIRST, HORIZON, REACH = date(2025, 1, 6), 420, 70
ONE = timedelta(days=1)


# The oracle: about thirty lines, nothing but sets of days.


def days(first: date, after: date) -> Iterator[date]:
    while first < after:
        yield first
        first += ONE


def stopped_days(clock: Clock, on: date) -> set[date]:
    """A stop counts from its first day; the day it ends counts again; an open one lasts through the day of reading."""
    seen_on = min(on, clock.ended_on or on)
    stops = [entry for entry in clock.entries if entry.kind == "stop"]
    return {day for stop in stops for day in days(stop.from_on, stop.to_on or seen_on + ONE)}


def joint_stops(clock: Clock, *, until: date) -> Iterator[date]:
    """The same for the cap over several permits: what a clock rests after its end is nobody's."""
    for entry in clock.entries:
        if entry.kind == "stop":
            ended = clock.ended_on + ONE if clock.ended_on else None
            yield from days(entry.from_on, min(filter(None, (entry.to_on or ended or until, ended)), default=until))


def walked(clock: Clock, working: set[date], stopped: set[date], on: date) -> tuple[int, int, date, list[date]]:
    """Count limit, used days, due day and the counted days of a clock with a pencil."""
    limit = clock.limit + sum(entry.working_days for entry in clock.entries if entry.kind == "extension")
    seen_on = min(on, clock.ended_on or on)
    every = [
        day for day in days(clock.started_on + ONE, FIRST + HORIZON * ONE) if day in working and day not in stopped
    ]
    counted = [day for day in every if day <= seen_on]
    return limit, len(counted), every[limit - 1] if limit else clock.started_on, counted


def random_calendar(dice: random.Random) -> Calendar:
    """A year of weeks with holidays and make-up working days thrown in."""
    flipped = set(dice.sample(range(HORIZON), k=dice.randrange(0, 40)))
    return Calendar(Day(FIRST + n * ONE, (n % 7 < 5) != (n in flipped)) for n in range(HORIZON))


def random_clock(dice: random.Random, scope: str = "permit") -> Clock:
    """A clock with stops that overlap, touch, nest, lie before its start, after its due day or end, or last still."""
    started = dice.randrange(0, 15)
    entries = [_stop(dice) for _ in range(dice.randrange(0, 6))]
    if entries and dice.random() < 0.4:
        last = entries[-1]
        entries.append(
            Entry("stop", last.to_on or last.from_on, (last.to_on or last.from_on) + dice.randrange(9) * ONE)
        )
    extensions = dice.randrange(0, 3)
    entries += [Entry("extension", FIRST + 20 * ONE, working_days=dice.randrange(1, 16)) for _ in range(extensions)]
    dice.shuffle(entries)
    ended = dice.randrange(started, REACH) if dice.random() < 0.3 else None
    return Clock(
        scope=scope,
        key="statutory",
        limit=dice.randrange(0, 26),
        started_on=FIRST + started * ONE,
        entries=tuple(entries),
        ended_on=None if ended is None else FIRST + ended * ONE,
    )


def _stop(dice: random.Random) -> Entry:
    first = FIRST + dice.randrange(0, REACH) * ONE
    return Entry("stop", first, None if dice.random() < 0.15 else first + dice.randrange(0, 25) * ONE)


def chunks() -> Iterator[tuple[random.Random, Calendar, set[date]]]:
    """Give each chunk of ledgers its own calendar."""
    for number in range(CHUNKS):
        dice = random.Random(f"chunk {number}")  # noqa: S311 - repeatable, not secret
        calendar = random_calendar(dice)
        yield dice, calendar, {FIRST + n * ONE for n in range(HORIZON) if calendar.is_working(FIRST + n * ONE)}


def test_ten_thousand_ledgers_read_as_a_pencil_counts_them() -> None:
    seen = 0
    for dice, calendar, working in chunks():
        for _ in range(LEDGERS // CHUNKS):
            clock, on = random_clock(dice), FIRST + dice.randrange(0, 2 * REACH) * ONE
            limit, used, due_on, counted = walked(clock, working, stopped_days(clock, on), on)

            reading = read(clock, calendar, on)
            rows = [row.on for row in explain(clock, calendar, on) if row.counted and row.on <= on]

            assert (reading.limit, reading.used, reading.left, reading.due_on) == (limit, used, limit - used, due_on)
            assert rows == counted, clock
            seen += 1
    assert seen == LEDGERS


def test_the_joint_cap_leaves_out_every_stopped_date_once() -> None:
    for dice, calendar, working in chunks():
        for _ in range(100):
            permits = [random_clock(dice, f"permit {n}") for n in range(dice.randrange(1, 5))]
            on = FIRST + dice.randrange(0, REACH) * ONE
            cap = Clock("application", "joint", 45, FIRST, ended_on=None)
            stopped = {day for permit in permits for day in joint_stops(permit, until=on + ONE)}
            limit, used, due_on, _ = walked(cap, working, stopped, on)

            reading = read(excluding_stops_of(cap, permits), calendar, on)

            assert (reading.limit, reading.used, reading.due_on) == (limit, used, due_on)


def test_the_union_holds_each_stopped_date_once() -> None:
    for dice, _calendar, _working in chunks():
        for _ in range(100):
            several = [random_clock(dice) for _ in range(dice.randrange(0, 5))]
            last = FIRST + 3 * REACH * ONE
            spans = union_of_stops(several)
            inside = [day for first, after in spans for day in days(first, min(after, last))]
            expected = {day for clock in several for day in joint_stops(clock, until=last) if day < last}

            assert len(inside) == len(set(inside))
            assert set(inside) == expected


def test_the_promise_of_a_case_is_that_of_the_permit_due_last() -> None:
    for dice, calendar, working in chunks():
        for _ in range(100):
            permits = [random_clock(dice) for _ in range(dice.randrange(1, 5))]
            on = FIRST + dice.randrange(0, REACH) * ONE
            dues = [walked(one, working, stopped_days(one, on), on)[2] for one in permits]

            promise = leading(Clock("application", "committed", 1, FIRST), permits, calendar, on)

            found = permits[dues.index(max(dues))]
            assert (promise.limit, promise.started_on, promise.entries) == (
                found.limit,
                found.started_on,
                found.entries,
            )


@pytest.mark.parametrize("on", [FIRST + 3 * ONE, FIRST + 30 * ONE])
def test_the_oracle_itself_counts_right(on: date) -> None:
    clock = Clock("p", "statutory", 5, FIRST, (Entry("stop", FIRST + ONE, FIRST + 3 * ONE),))
    working = {FIRST + n * ONE for n in range(HORIZON) if n % 7 < 5}

    limit, used, due_on, _ = walked(clock, working, stopped_days(clock, on), on)

    # Monday starts; Tuesday and Wednesday rest; Thursday, Friday, then Monday, Tuesday, Wednesday
    assert (limit, due_on) == (5, FIRST + 9 * ONE)
    assert used == (1 if on == FIRST + 3 * ONE else 20)
