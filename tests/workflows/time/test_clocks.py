"""The legal clock: scenario dates, both edges of limits, stops, and a day-by-day oracle."""

from datetime import date, timedelta

import pytest

from workflows import (
    Calendar,
    Clock,
    Entry,
    excluding_stops_of,
    explain,
    light,
    project_due,
    read,
    union_of_stops,
    yellow_on,
)


def day(text: str) -> date:
    return date.fromisoformat(text)


def clock(started_on: str, limit: int, *entries: Entry, ended_on: str | None = None) -> Clock:
    ended = day(ended_on) if ended_on else None
    return Clock(
        scope="permit:trees",
        key="statutory",
        limit=limit,
        started_on=day(started_on),
        entries=entries,
        ended_on=ended,
    )


def stop(from_on: str, to_on: str | None = None) -> Entry:
    return Entry("stop", day(from_on), day(to_on) if to_on else None)


@pytest.mark.parametrize(
    ("scenario", "started_on", "limit", "due"),
    [
        ("S01 notice window", "2025-09-22", 5, "2025-09-28"),
        ("S01 planning", "2025-09-23", 2, "2025-09-25"),
        ("S01 police", "2025-09-23", 3, "2025-09-26"),
        ("S01 roads and greening", "2025-09-23", 5, "2025-09-29"),
        ("S01 committed", "2025-09-23", 7, "2025-10-09"),
        ("S01 statutory", "2025-09-23", 20, "2025-10-27"),
        ("S01 joint cap", "2025-09-23", 45, "2025-12-01"),
        ("S01 delivery", "2025-09-30", 10, "2025-10-21"),
        ("S02 committed", "2026-03-02", 7, "2026-03-11"),
        ("S02 statutory", "2026-03-02", 20, "2026-03-30"),
        ("S02 delivery", "2026-03-11", 10, "2026-03-25"),
        ("S03 notice window", "2026-04-20", 5, "2026-04-27"),
        ("S03 supplement window", "2026-04-22", 10, "2026-05-09"),
        ("S03 committed", "2026-04-30", 7, "2026-05-13"),
        ("S03 statutory", "2026-04-30", 20, "2026-06-01"),
        ("S03 deemed accepted, committed", "2026-04-20", 7, "2026-04-29"),
        ("S03 deemed accepted, statutory", "2026-04-20", 20, "2026-05-20"),
        ("S05 roads pre-review", "2026-06-01", 20, "2026-06-30"),
        ("S05 government stage", "2026-06-12", 20, "2026-07-13"),
        ("S05 joint cap", "2026-06-01", 45, "2026-08-04"),
        ("S09 planning", "2026-09-17", 2, "2026-09-20"),
        ("S09 police", "2026-09-17", 3, "2026-09-21"),
        ("S09 roads and greening", "2026-09-17", 5, "2026-09-23"),
        ("S09 committed", "2026-09-17", 7, "2026-09-28"),
        ("S09 statutory", "2026-09-17", 20, "2026-10-21"),
        ("S11 statutory", "2025-12-18", 20, "2026-01-16"),
        ("S11 joint cap", "2025-12-18", 45, "2026-02-27"),
        ("S12 committed", "2026-02-25", 7, "2026-03-05"),
        ("S12 statutory", "2026-02-25", 20, "2026-03-24"),
    ],
    ids=lambda value: value.replace(" ", "-") if isinstance(value, str) and value.startswith("S") else "",
)
def test_scenario_due_days(calendar: Calendar, scenario: str, started_on: str, limit: int, due: str) -> None:
    assert read(clock(started_on, limit), calendar, day(started_on)).due_on == day(due), scenario


def test_the_start_day_is_not_used_and_the_due_day_is_the_last(calendar: Calendar) -> None:
    committed = clock("2026-03-02", 7)

    edges = ("2026-03-02", "2026-03-03", "2026-03-10", "2026-03-11", "2026-03-12")
    readings = [read(committed, calendar, day(on)) for on in edges]

    assert [(reading.used, reading.left) for reading in readings] == [(0, 7), (1, 6), (6, 1), (7, 0), (8, -1)]


@pytest.mark.parametrize(
    ("on", "colour"),
    [
        ("2026-09-17", "green"),
        ("2026-09-19", "green"),
        ("2026-09-20", "yellow"),
        ("2026-09-21", "yellow"),
        ("2026-09-22", "red"),
    ],
)
def test_s09_police_lights(calendar: Calendar, on: str, colour: str) -> None:
    reading = read(clock("2026-09-17", 3), calendar, day(on))

    assert reading.yellow_on == day("2026-09-20")
    assert light(reading.yellow_on, reading.due_on, day(on)) == colour


def test_s09_case_and_police_delay_are_the_overrun_days(calendar: Calendar) -> None:
    police = read(clock("2026-09-17", 3, ended_on="2026-09-28"), calendar, day("2026-10-20"))
    case = read(clock("2026-09-17", 7, ended_on="2026-09-29"), calendar, day("2026-10-20"))

    assert police.left == -4
    assert (case.used, case.left) == (8, -1)


@pytest.mark.parametrize(
    ("limit", "days_left"), [(1, 1), (2, 1), (5, 1), (7, 1), (9, 1), (10, 2), (20, 4), (30, 6), (45, 9)]
)
def test_yellow_begins_with_a_fifth_of_the_limit_left(calendar: Calendar, limit: int, days_left: int) -> None:
    started_on = day("2026-03-02")
    due_on = calendar.add(started_on, limit)
    warned_on = yellow_on(started_on, due_on, limit, calendar)

    assert calendar.between(warned_on, due_on) == days_left or warned_on == started_on
    assert calendar.between(warned_on - timedelta(days=1), due_on) > days_left or limit == 1


@pytest.mark.parametrize("started_on", ["2026-03-05", "2026-03-06", "2026-03-07"])
def test_a_one_day_duty_is_yellow_from_its_first_day(calendar: Calendar, started_on: str) -> None:
    opened_on = day(started_on)

    assert yellow_on(opened_on, calendar.add(opened_on, 1), 1, calendar) == opened_on


def test_d12_and_s04_a_stop_moves_only_its_own_clock(calendar: Calendar) -> None:
    stopped = stop("2026-05-11", "2026-05-25")
    readings = [
        read(each, calendar, day("2026-05-25"))
        for each in (
            clock("2026-05-06", 7, stopped),
            clock("2026-05-06", 20, stopped),
            clock("2026-05-06", 7),
        )
    ]

    assert [reading.due_on for reading in readings] == [day("2026-05-28"), day("2026-06-16"), day("2026-05-14")]
    assert [reading.used for reading in readings] == [4, 4, 14]


@pytest.mark.parametrize(
    ("on", "state", "used"),
    [
        ("2026-05-10", "running", 3),
        ("2026-05-11", "stopped", 3),
        ("2026-05-24", "stopped", 3),
        ("2026-05-25", "running", 4),
    ],
)
def test_a_stop_is_half_open(calendar: Calendar, on: str, state: str, used: int) -> None:
    reading = read(clock("2026-05-06", 20, stop("2026-05-11", "2026-05-25")), calendar, day(on))

    assert (reading.state, reading.used) == (state, used)


def test_an_open_stop_moves_the_due_day_on_every_working_day(calendar: Calendar) -> None:
    waiting = clock("2026-05-06", 20, stop("2026-05-11"))

    dues = [read(waiting, calendar, day(on)).due_on for on in ("2026-05-10", "2026-05-11", "2026-05-12", "2026-05-24")]

    assert dues == [day("2026-06-02"), day("2026-06-03"), day("2026-06-04"), day("2026-06-16")]
    assert read(waiting, calendar, day("2026-05-24")).state == "stopped"


def test_a_stop_on_the_due_day_moves_it_and_the_day_after_does_not(calendar: Calendar) -> None:
    on_due, after_due = (
        clock("2026-05-06", 7, stop(from_on, "2026-05-20")) for from_on in ("2026-05-14", "2026-05-15")
    )

    assert read(on_due, calendar, day("2026-05-20")).due_on == day("2026-05-20")
    assert read(after_due, calendar, day("2026-05-20")).due_on == day("2026-05-14")


def test_a_stop_resumed_on_its_first_day_takes_nothing(calendar: Calendar) -> None:
    assert read(clock("2026-05-06", 7, stop("2026-05-11", "2026-05-11")), calendar, day("2026-05-11")) == read(
        clock("2026-05-06", 7), calendar, day("2026-05-11")
    )


def test_overlapping_stops_are_counted_once(calendar: Calendar) -> None:
    overlapping = clock(
        "2026-05-06", 20, stop("2026-05-18", "2026-05-25"), stop("2026-05-11", "2026-05-20"), stop("2026-05-13")
    )

    assert read(overlapping, calendar, day("2026-05-24")).due_on == day("2026-06-16")


def test_s11_an_extension_adds_to_the_limit(calendar: Calendar) -> None:
    extended = clock("2025-12-18", 20, Entry("extension", day("2026-01-14"), working_days=10))
    joint = clock("2025-12-18", 45, Entry("extension", day("2026-02-20"), working_days=15))

    assert read(extended, calendar, day("2026-01-14")).due_on == day("2026-01-30")
    assert read(extended, calendar, day("2026-01-14")).limit == 30
    assert read(joint, calendar, day("2026-02-20")).due_on == day("2026-03-19")


def test_run_entries_change_nothing(calendar: Calendar) -> None:
    ran = clock("2026-05-06", 7, Entry("run", day("2026-05-06"), day("2026-05-11")))

    assert read(ran, calendar, day("2026-05-13")) == read(clock("2026-05-06", 7), calendar, day("2026-05-13"))


def test_an_ended_clock_is_frozen(calendar: Calendar) -> None:
    ended = clock("2026-05-06", 7, stop("2026-05-11"), ended_on="2026-05-13")

    readings = {read(ended, calendar, day(on)) for on in ("2026-05-13", "2026-06-01", "2026-12-01")}

    assert len(readings) == 1
    assert readings.pop().state == "ended"
    assert read(ended, calendar, day("2026-06-01")).used == 3
    assert read(ended, calendar, day("2026-06-01")).due_on == day("2026-05-19")
    assert read(ended, calendar, day("2026-05-12")).state == "stopped"


def test_before_its_start_a_clock_has_used_nothing(calendar: Calendar) -> None:
    reading = read(clock("2026-05-06", 7), calendar, day("2026-05-01"))

    assert (reading.used, reading.due_on) == (0, day("2026-05-14"))


def test_a_due_day_in_a_year_without_notice_is_provisional(calendar: Calendar) -> None:
    last_sure, first_unsure = (read(clock("2026-11-23", limit), calendar, day("2026-11-23")) for limit in (28, 29))

    assert (last_sure.due_on, last_sure.provisional) == (day("2026-12-31"), False)
    assert (first_unsure.due_on, first_unsure.provisional) == (day("2027-01-04"), True)


def test_explain_names_the_reason_of_every_day(calendar: Calendar) -> None:
    rows = explain(clock("2026-05-06", 7, stop("2026-05-11", "2026-05-14")), calendar, day("2026-05-21"))

    assert [(row.on.day, row.why, row.used, row.left) for row in rows] == [
        (6, "start", 0, 7),
        (7, "counted", 1, 6),
        (8, "counted", 2, 5),
        (9, "make_up", 3, 4),
        (10, "weekend", 3, 4),
        (11, "stopped", 3, 4),
        (12, "stopped", 3, 4),
        (13, "stopped", 3, 4),
        (14, "counted", 4, 3),
        (15, "counted", 5, 2),
        (16, "weekend", 5, 2),
        (17, "weekend", 5, 2),
        (18, "counted", 6, 1),
        (19, "due", 7, 0),
        (20, "over", 8, -1),
        (21, "over", 9, -2),
    ]
    assert rows[3].name_zh == "劳动节调休上班"


def test_explain_shows_holidays_by_name_and_days_after_the_end(calendar: Calendar) -> None:
    rows = explain(clock("2026-09-24", 3, ended_on="2026-09-28"), calendar, day("2026-12-01"))

    assert [(row.on.day, row.why, row.counted) for row in rows] == [
        (24, "start", False),
        (25, "holiday", False),
        (26, "holiday", False),
        (27, "holiday", False),
        (28, "counted", True),
        (29, "ended", False),
        (30, "ended", False),
    ]
    assert rows[1].name_en == "Mid-Autumn Festival"


def test_the_working_day_command_gets_due_day_and_proof(calendar: Calendar) -> None:
    plain = project_due(day("2026-05-06"), 20, calendar)
    stopped = project_due(day("2026-05-06"), 20, calendar, stops=[(day("2026-05-11"), day("2026-05-25"))])
    unsure = project_due(day("2026-12-25"), 20, calendar)

    assert plain.due_on == day("2026-06-02")
    assert (stopped.due_on, stopped.provisional) == (day("2026-06-16"), False)
    assert (stopped.days[0].why, stopped.days[-1].why, sum(row.counted for row in stopped.days)) == ("start", "due", 20)
    assert unsure.provisional


def test_the_union_holds_each_date_once_and_ends_with_ended_clocks() -> None:
    spans = union_of_stops(
        [
            clock("2026-05-06", 20, stop("2026-05-11", "2026-05-25")),
            clock("2026-05-06", 20, stop("2026-05-20"), ended_on="2026-05-27"),
            clock("2026-05-06", 20, stop("2026-06-10", "2026-06-12"), stop("2026-06-15")),
            clock("2026-05-06", 20, stop("2026-06-20"), ended_on="2026-06-01"),
        ]
    )

    assert spans == (
        (day("2026-05-11"), day("2026-05-28")),
        (day("2026-06-10"), day("2026-06-12")),
        (day("2026-06-15"), date.max),
    )


def test_the_joint_cap_excludes_the_union_of_its_permits_stops(calendar: Calendar) -> None:
    permits = [
        clock("2026-05-06", 20, stop("2026-05-11", "2026-05-25"), ended_on="2026-06-01"),
        clock("2026-05-06", 20, stop("2026-05-18", "2026-05-29")),
        clock("2026-05-06", 20),
    ]
    cap = excluding_stops_of(clock("2026-05-06", 45), permits)

    reading = read(cap, calendar, day("2026-06-01"))

    assert reading.due_on == calendar.add(day("2026-05-06"), 45 + 14)
    assert reading.used == calendar.between(day("2026-05-06"), day("2026-06-01")) - 14


def test_a_joint_cap_stands_still_while_a_permit_is_stopped(calendar: Calendar) -> None:
    cap = excluding_stops_of(clock("2026-05-06", 45), [clock("2026-05-06", 20, stop("2026-05-11"))])

    today, tomorrow = (read(cap, calendar, day(on)) for on in ("2026-05-12", "2026-05-13"))

    assert (today.state, today.used, tomorrow.used) == ("stopped", 3, 3)
    assert tomorrow.due_on == calendar.add(today.due_on, 1)
