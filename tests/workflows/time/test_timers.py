"""Which rungs each clock arms, and when they fire."""

from datetime import UTC, date, datetime, timedelta

import pytest

from workflows import RUNGS, WARNINGS, Calendar, Clock, Rung, WorkflowError, arm, climb, read, reminder_on


def ladder(calendar: Calendar, key: str, started_on: date, limit: int) -> tuple[Rung, ...]:
    reading = read(Clock(scope="application", key=key, limit=limit, started_on=started_on), calendar, started_on)
    half_on = reminder_on(key, reading.due_on, limit, calendar)
    days = {"started_on": started_on, "due_on": reading.due_on, "yellow_on": reading.yellow_on}
    return arm("application", key, **days, reminder_on=half_on)


def fire_times(calendar: Calendar, key: str, started_on: date, limit: int) -> dict[str, datetime]:
    return {rung.rung: rung.fire_at for rung in ladder(calendar, key, started_on, limit)}


def midnight_in_utc(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 16, tzinfo=UTC) - timedelta(days=1)


@pytest.mark.parametrize(
    ("key", "limit", "rungs"),
    [
        ("work_item", 5, ["reminder", "yellow", "due", "red"]),
        ("committed", 7, ["reminder", "yellow", "due", "red"]),
        ("statutory", 20, ["yellow", "due", "red"]),
        ("joint", 45, ["yellow", "due", "red"]),
        ("intake", 5, ["reminder", "yellow", "due", "deemed_acceptance"]),
        ("department_check", 2, ["yellow", "check_closed"]),
        ("supplement", 10, ["reminder", "yellow", "due", "lapse"]),
        ("tolerance", 10, ["reminder", "yellow", "due", "promise_missed"]),
        ("delivery", 10, ["reminder", "yellow", "due", "red"]),
        ("closing", 10, ["close"]),
        ("answer", 3, ["escalation"]),
        ("finish", 2, ["overrun"]),
        ("explanation", 3, ["explanation_reminder"]),
        ("moot_answer", 3, ["moot_reminder"]),
        ("stopped", 3, ["reproject"]),
        ("special_procedure", 3, ["expected_end"]),
        ("public_notice", 3, ["notice_over"]),
        ("hearing_request", 5, ["hearing_lapse"]),
        ("hearing", 20, ["hearing_overdue"]),
    ],
)
def test_each_clock_arms_its_rungs_in_order(calendar: Calendar, key: str, limit: int, rungs: list[str]) -> None:
    armed = fire_times(calendar, key, date(2026, 3, 2), limit)

    assert list(armed) == rungs
    assert sorted(set(armed.values())) == list(armed.values())


def test_no_clock_is_left_untested() -> None:
    assert len(RUNGS) == 20


def test_a_ladder_of_seven_working_days_day_by_day(calendar: Calendar) -> None:
    # accepted Monday 2 March: half used on the fourth working day, one left on the sixth, due on the seventh
    assert fire_times(calendar, "committed", date(2026, 3, 2), 7) == {
        "reminder": midnight_in_utc(2026, 3, 6),
        "yellow": midnight_in_utc(2026, 3, 10),
        "due": midnight_in_utc(2026, 3, 11),
        "red": midnight_in_utc(2026, 3, 12),
    }


def test_s09_police_turn_yellow_on_the_make_up_sunday_and_red_at_midnight(calendar: Calendar) -> None:
    assert fire_times(calendar, "work_item", date(2026, 9, 17), 3) == {
        "yellow": midnight_in_utc(2026, 9, 20),
        "due": midnight_in_utc(2026, 9, 21),
        "red": midnight_in_utc(2026, 9, 22),
    }


def test_s03_silence_is_acceptance_after_the_fifth_working_day(calendar: Calendar) -> None:
    assert fire_times(calendar, "intake", date(2026, 4, 20), 5)["deemed_acceptance"] == midnight_in_utc(2026, 4, 28)


def test_s03_a_supplement_is_reminded_three_working_days_before_and_lapses_after_its_make_up_saturday(
    calendar: Calendar,
) -> None:
    # the window ends on Saturday 9 May, a make-up day: 6, 7 and 8 May are the working days left before it
    armed = fire_times(calendar, "supplement", date(2026, 4, 22), 10)

    assert armed["reminder"] == midnight_in_utc(2026, 5, 6) == armed["due"] - timedelta(days=3)
    assert armed["lapse"] == midnight_in_utc(2026, 5, 10)


@pytest.mark.parametrize(("limit", "reminded"), [(1, False), (2, False), (3, True), (4, True)])
def test_only_limits_of_three_working_days_and_more_have_a_reminder(
    calendar: Calendar, limit: int, reminded: bool
) -> None:
    due_on = calendar.add(date(2026, 3, 2), limit)

    assert (reminder_on("work_item", due_on, limit, calendar) is not None) is reminded


def test_a_clock_without_the_rung_has_no_reminder(calendar: Calendar) -> None:
    assert reminder_on("statutory", date(2026, 3, 30), 20, calendar) is None


def test_red_fires_on_the_next_calendar_day_even_when_nobody_works(calendar: Calendar) -> None:
    assert fire_times(calendar, "work_item", date(2026, 3, 5), 1)["red"] == midnight_in_utc(2026, 3, 7)


def test_a_rung_carries_its_clock_and_scope() -> None:
    days = {"started_on": date(2026, 3, 2), "due_on": date(2026, 3, 30), "yellow_on": date(2026, 3, 24)}

    assert {(rung.scope, rung.clock) for rung in arm("road", "statutory", **days)} == {("road", "statutory")}


def test_the_committed_clock_of_one_permit_arms_nothing() -> None:
    days = {"started_on": date(2026, 3, 2), "due_on": date(2026, 3, 11), "yellow_on": date(2026, 3, 10)}

    assert arm("road", "committed", **days) == ()
    assert len(arm("application", "committed", **days)) == 3


def test_of_two_rungs_at_one_moment_the_one_that_says_more_fires() -> None:
    friday, monday = date(2026, 3, 6), date(2026, 3, 9)

    one_day = arm("item:intake", "work_item", started_on=friday, due_on=monday, yellow_on=monday)
    no_day = arm("item:intake", "work_item", started_on=friday, due_on=friday, yellow_on=monday)

    assert [rung.rung for rung in one_day] == ["due", "red"]
    assert [(rung.rung, rung.fire_at) for rung in no_day] == [("red", midnight_in_utc(2026, 3, 7))]


def test_yellow_never_fires_on_the_start_day() -> None:
    friday, monday = date(2026, 3, 6), date(2026, 3, 9)

    yellow, _, _ = arm("item:road", "work_item", started_on=friday, due_on=monday, yellow_on=friday)

    assert yellow.fire_at == midnight_in_utc(2026, 3, 7)


def test_a_misspelt_clock_is_refused_not_forgotten() -> None:
    on = date(2026, 3, 2)

    with pytest.raises(WorkflowError, match="No clock is called comitted"):
        arm("application", "comitted", started_on=on, due_on=on, yellow_on=on)


SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("at", "first"),
    [
        (midnight_in_utc(2026, 3, 6) - SECOND, "reminder"),
        (midnight_in_utc(2026, 3, 6), "reminder"),
        (midnight_in_utc(2026, 3, 10) - SECOND, "reminder"),
        (midnight_in_utc(2026, 3, 10), "yellow"),
        (midnight_in_utc(2026, 3, 11), "due"),
        (midnight_in_utc(2026, 3, 12) - SECOND, "due"),
        (midnight_in_utc(2026, 3, 12), "red"),
        (midnight_in_utc(2026, 4, 1), "red"),
    ],
)
def test_a_ladder_armed_late_begins_with_the_last_warning_passed_and_not_before_it_was_armed(
    calendar: Calendar, at: datetime, first: str
) -> None:
    whole = ladder(calendar, "committed", date(2026, 3, 2), 7)

    climbed = climb(whole, at)

    assert climbed[0].rung == first
    assert all(rung.fire_at >= at for rung in climbed)
    assert climbed[-1].rung == "red"
    assert climbed[-1].fire_at == max(at, whole[-1].fire_at)


def test_only_the_last_rung_of_a_ladder_changes_the_case() -> None:
    assert all(set(rungs[:-1]) <= WARNINGS and rungs[-1] not in WARNINGS for rungs in RUNGS.values())
