"""Which rungs each clock arms, and when they fire."""

from datetime import UTC, date, datetime, timedelta

import pytest

from workflows import RUNGS, Calendar, Clock, WorkflowError, arm, read


def fire_times(calendar: Calendar, key: str, started_on: date, limit: int) -> dict[str, datetime]:
    reading = read(Clock(scope="application", key=key, limit=limit, started_on=started_on), calendar, started_on)
    rungs = arm("application", key, started_on=started_on, due_on=reading.due_on, yellow_on=reading.yellow_on)
    return {rung.rung: rung.fire_at for rung in rungs}


def midnight_in_utc(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 16, tzinfo=UTC) - timedelta(days=1)


@pytest.mark.parametrize(
    ("key", "rungs"),
    [
        ("work_item", ["yellow", "red"]),
        ("committed", ["yellow", "red"]),
        ("statutory", ["yellow", "red"]),
        ("joint", ["yellow", "red"]),
        ("intake", ["yellow", "deemed_acceptance"]),
        ("department_check", ["yellow", "check_closed"]),
        ("supplement", ["yellow", "lapse"]),
        ("delivery", ["yellow", "red"]),
        ("closing", ["close"]),
        ("stopped", ["reproject"]),
        ("special_procedure", ["expected_end"]),
    ],
)
def test_each_clock_arms_its_rungs_in_order(calendar: Calendar, key: str, rungs: list[str]) -> None:
    armed = fire_times(calendar, key, date(2026, 3, 2), 10)

    assert list(armed) == rungs
    assert sorted(armed.values()) == list(armed.values())


def test_no_clock_is_left_untested() -> None:
    assert len(RUNGS) == 11


def test_s09_police_turn_yellow_on_the_make_up_sunday_and_red_at_midnight(calendar: Calendar) -> None:
    assert fire_times(calendar, "work_item", date(2026, 9, 17), 3) == {
        "yellow": midnight_in_utc(2026, 9, 20),
        "red": midnight_in_utc(2026, 9, 22),
    }


def test_s03_silence_is_acceptance_after_the_fifth_working_day(calendar: Calendar) -> None:
    assert fire_times(calendar, "intake", date(2026, 4, 20), 5)["deemed_acceptance"] == midnight_in_utc(2026, 4, 28)


def test_s03_a_supplement_lapses_after_its_make_up_saturday(calendar: Calendar) -> None:
    assert fire_times(calendar, "supplement", date(2026, 4, 22), 10)["lapse"] == midnight_in_utc(2026, 5, 10)


def test_red_fires_on_the_next_calendar_day_even_when_nobody_works(calendar: Calendar) -> None:
    assert fire_times(calendar, "work_item", date(2026, 3, 5), 1)["red"] == midnight_in_utc(2026, 3, 7)


def test_a_rung_carries_its_clock_and_scope() -> None:
    days = {"started_on": date(2026, 3, 2), "due_on": date(2026, 3, 30), "yellow_on": date(2026, 3, 24)}

    assert {(rung.scope, rung.clock) for rung in arm("road", "statutory", **days)} == {("road", "statutory")}


def test_the_committed_clock_of_one_permit_arms_nothing() -> None:
    days = {"started_on": date(2026, 3, 2), "due_on": date(2026, 3, 11), "yellow_on": date(2026, 3, 10)}

    assert arm("road", "committed", **days) == ()
    assert len(arm("application", "committed", **days)) == 2


def test_yellow_never_fires_after_the_rung_it_warns_of() -> None:
    on = date(2026, 3, 2)

    yellow, red = arm("work_item:1", "work_item", started_on=on, due_on=on, yellow_on=date(2026, 3, 5))

    assert yellow.fire_at == red.fire_at == midnight_in_utc(2026, 3, 3)


def test_yellow_never_fires_on_the_start_day() -> None:
    friday, monday = date(2026, 3, 6), date(2026, 3, 9)

    yellow, _ = arm("item:road", "work_item", started_on=friday, due_on=monday, yellow_on=friday)

    assert yellow.fire_at == midnight_in_utc(2026, 3, 7)


def test_a_misspelt_clock_is_refused_not_forgotten() -> None:
    on = date(2026, 3, 2)

    with pytest.raises(WorkflowError, match="No clock is called comitted"):
        arm("application", "comitted", started_on=on, due_on=on, yellow_on=on)
