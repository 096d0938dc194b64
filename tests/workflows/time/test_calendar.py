"""Working days of the real calendar, its edges, and where it ends."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows import Calendar, CalendarExhausted, Day, local_day, midnight

A_MONDAY = date(2024, 1, 1)


def week(*working: bool) -> Calendar:
    return Calendar(Day(A_MONDAY + timedelta(days=number), works) for number, works in enumerate(working))


@pytest.mark.parametrize(
    ("on", "works"),
    [
        ("2024-02-04", True),
        ("2024-02-09", True),
        ("2024-04-05", False),
        ("2024-05-11", True),
        ("2024-10-12", True),
        ("2025-01-27", True),
        ("2025-02-08", True),
        ("2025-04-27", True),
        ("2025-05-02", False),
        ("2025-10-08", False),
        ("2025-10-11", True),
        ("2026-01-02", False),
        ("2026-01-04", True),
        ("2026-02-14", True),
        ("2026-09-20", True),
    ],
    ids=[f"T{number}" for number in range(1, 16)],
)
def test_truth_table_of_announced_days(calendar: Calendar, on: str, works: bool) -> None:
    assert calendar.is_working(date.fromisoformat(on)) is works


@pytest.mark.parametrize(("year", "working_days"), [(2024, 251), (2025, 248), (2026, 248)])
def test_years_have_as_many_working_days_as_announced(calendar: Calendar, year: int, working_days: int) -> None:
    assert calendar.between(date(year - 1, 12, 31), date(year, 12, 31)) == working_days


@pytest.mark.parametrize(
    ("start", "working_days", "due"),
    [
        ("2024-02-06", 5, "2024-02-19"),
        ("2024-04-26", 20, "2024-05-27"),
        ("2024-09-10", 7, "2024-09-20"),
        ("2024-09-27", 10, "2024-10-16"),
        ("2025-01-20", 20, "2025-02-21"),
        ("2025-04-25", 5, "2025-05-06"),
        ("2025-09-23", 45, "2025-12-01"),
        ("2025-12-25", 7, "2026-01-06"),
        ("2026-02-10", 20, "2026-03-16"),
        ("2026-05-08", 1, "2026-05-09"),
        ("2026-09-18", 10, "2026-10-09"),
    ],
    ids=[f"D{number}" for number in range(1, 12)],
)
def test_deadline_examples(calendar: Calendar, start: str, working_days: int, due: str) -> None:
    assert calendar.add(date.fromisoformat(start), working_days) == date.fromisoformat(due)


def test_make_up_days_and_holidays_carry_names(calendar: Calendar) -> None:
    make_up, holiday, plain = (calendar.day(date(2026, 9, day)) for day in (20, 25, 21))

    assert (make_up.working, make_up.name_zh, make_up.name_en) == (
        True,
        "国庆节调休上班",
        "National Day: make-up working day",
    )
    assert (holiday.working, holiday.name_zh, holiday.name_en) == (False, "中秋节", "Mid-Autumn Festival")
    assert (plain.working, plain.name_zh, plain.name_en) == (True, "", "")


def test_a_start_on_a_free_day_is_not_shifted(calendar: Calendar) -> None:
    saturday, sunday = date(2026, 5, 16), date(2026, 5, 17)

    assert calendar.add(saturday, 1) == calendar.add(sunday, 1) == date(2026, 5, 18)


def test_zero_days_stay_where_they_are(calendar: Calendar) -> None:
    assert calendar.add(date(2026, 5, 16), 0) == date(2026, 5, 16)


def test_negative_days_are_refused(calendar: Calendar) -> None:
    with pytest.raises(ValueError, match="cannot be negative"):
        calendar.add(date(2026, 5, 16), -1)


def test_next_working_day_is_the_day_itself_or_the_first_after(calendar: Calendar) -> None:
    assert calendar.next_working(date(2026, 5, 9)) == date(2026, 5, 9)
    assert calendar.next_working(date(2026, 5, 10)) == date(2026, 5, 11)
    assert calendar.next_working(date(2026, 10, 1)) == date(2026, 10, 8)


def test_counting_excludes_the_first_and_includes_the_last(calendar: Calendar) -> None:
    assert calendar.between(date(2026, 9, 17), date(2026, 9, 21)) == 3
    assert calendar.between(date(2026, 9, 21), date(2026, 9, 21)) == 0
    assert calendar.between(date(2026, 9, 22), date(2026, 9, 17)) == 0


def test_first_day_with_so_many_left(calendar: Calendar) -> None:
    assert calendar.first_with_left(date(2026, 9, 21), 1) == date(2026, 9, 20)
    assert calendar.first_with_left(date(2026, 9, 27), 1) == date(2026, 9, 23)


def test_years_without_a_notice_are_provisional(calendar: Calendar) -> None:
    assert not calendar.is_provisional(date(2026, 12, 1), date(2026, 12, 31))
    assert calendar.is_provisional(date(2026, 12, 31), date(2027, 1, 1))
    assert calendar.is_provisional(date(2027, 6, 1), date(2027, 6, 2))


def test_a_provisional_year_keeps_statutory_holidays_and_weekends(calendar: Calendar) -> None:
    off = [date(2027, 1, 1), date(2027, 2, 9), date(2027, 5, 3), date(2027, 10, 5), date(2027, 3, 6)]

    assert not any(calendar.is_working(day) for day in off)
    assert calendar.is_working(date(2027, 10, 6))
    assert calendar.day(date(2028, 10, 3)).name_zh == "中秋节、国庆节"


def test_the_last_safe_limit_of_the_announced_years_and_the_first_provisional_one(calendar: Calendar) -> None:
    accepted_on = date(2026, 11, 23)

    assert calendar.add(accepted_on, 28) == date(2026, 12, 31)
    assert calendar.add(accepted_on, 29) == date(2027, 1, 4)


@pytest.mark.parametrize("on", [date(2022, 12, 31), date(2029, 1, 1)])
def test_outside_its_years_the_calendar_refuses(calendar: Calendar, on: date) -> None:
    for question in (calendar.day, calendar.is_working, calendar.next_working):
        with pytest.raises(CalendarExhausted) as refusal:
            question(on)
        assert refusal.value.code == "calendar_exhausted"
        assert str(on) in str(refusal.value)


def test_a_count_that_leaves_the_calendar_refuses() -> None:
    calendar = week(True, True, False)

    assert calendar.add(A_MONDAY, 1) == A_MONDAY + timedelta(days=1)
    with pytest.raises(CalendarExhausted):
        calendar.add(A_MONDAY, 2)
    with pytest.raises(CalendarExhausted):
        calendar.next_working(calendar.last)
    with pytest.raises(CalendarExhausted):
        calendar.between(A_MONDAY, calendar.last + timedelta(days=1))
    with pytest.raises(CalendarExhausted):
        calendar.between(A_MONDAY - timedelta(days=2), A_MONDAY)


def test_more_days_left_than_known_start_with_the_calendar() -> None:
    assert week(True, True).first_with_left(A_MONDAY, 5) == A_MONDAY


@pytest.mark.parametrize(
    "days",
    [
        [],
        [Day(A_MONDAY, True), Day(A_MONDAY + timedelta(days=2), True)],
        [Day(A_MONDAY, True), Day(A_MONDAY, False)],
    ],
    ids=["empty", "gap", "duplicate"],
)
def test_a_broken_range_makes_no_calendar(days: list[Day]) -> None:
    with pytest.raises(CalendarExhausted):
        Calendar(days)


def test_the_order_of_the_days_does_not_matter() -> None:
    calendar = Calendar([Day(A_MONDAY + timedelta(days=1), True), Day(A_MONDAY, False)])

    assert (calendar.first, calendar.last) == (A_MONDAY, A_MONDAY + timedelta(days=1))
    assert calendar.is_working(calendar.last)


@given(
    works=st.lists(st.booleans(), min_size=1, max_size=40), start=st.integers(0, 39), working_days=st.integers(1, 40)
)
def test_adding_is_stepping_day_by_day(works: list[bool], start: int, working_days: int) -> None:
    calendar = week(*works)
    start %= len(works)
    ahead = [number for number in range(start + 1, len(works)) if works[number]]

    if working_days > len(ahead):
        with pytest.raises(CalendarExhausted):
            calendar.add(A_MONDAY + timedelta(days=start), working_days)
    else:
        due = calendar.add(A_MONDAY + timedelta(days=start), working_days)
        assert due == A_MONDAY + timedelta(days=ahead[working_days - 1])
        assert calendar.between(A_MONDAY + timedelta(days=start), due) == working_days


def test_the_day_of_a_moment_is_that_of_shanghai() -> None:
    assert local_day(datetime(2026, 5, 5, 15, 59, 59, tzinfo=UTC)) == date(2026, 5, 5)
    assert local_day(datetime(2026, 5, 5, 16, 0, tzinfo=UTC)) == date(2026, 5, 6)
    assert local_day(datetime(2026, 5, 6, 0, 0, tzinfo=timezone(timedelta(hours=8)))) == date(2026, 5, 6)


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        local_day(datetime.fromisoformat("2026-05-05T12:00:00"))


def test_a_day_begins_at_sixteen_hundred_utc_of_the_day_before() -> None:
    assert midnight(date(2026, 9, 22)) == datetime(2026, 9, 21, 16, 0, tzinfo=UTC)
    assert midnight(date(2026, 9, 22)).tzinfo is UTC
