from permits.analytics.turnaround import late_by_department, overall, turnaround
from permits.db import reading
from tests.permits.lives import POLICE, ROADS, Life, day

AREA = "320699"
MARCH = {"first": day("2026-03-01"), "last": day("2026-03-31")}


def _decided(life: Life, *, on: int) -> None:
    life.now = life.now.replace(day=2)
    filed = life.accepted()
    life.now = life.now.replace(day=on)
    life.answer(filed, POLICE)
    life.answer(filed, ROADS)


def test_nothing_finished_has_no_rate(life: Life) -> None:
    with reading(life.engine) as conn:
        assert overall(conn, AREA, **MARCH)["on_time_rate"] is None
        assert turnaround(conn, AREA, **MARCH) == []


def test_permits_are_counted_in_net_working_days_against_the_promise(life: Life) -> None:
    for on in (3, 4, 12):
        _decided(life, on=on)

    with reading(life.engine) as conn:
        (row,) = turnaround(conn, AREA, **MARCH, by="permit")
        (by_law,) = turnaround(conn, AREA, **MARCH, by="permit", basis="statutory")

    assert (row["key"], row["n"], row["median"], row["mean"]) == ("road-occupation", 3, 2, 3.67)
    assert (row["overdue"], row["on_time_rate"], by_law["overdue"]) == (1, 0.6667, 0)


def test_departments_are_held_against_their_own_limit(life: Life) -> None:
    _decided(life, on=6)

    with reading(life.engine) as conn:
        rows = {row["key"]: row["overdue"] for row in turnaround(conn, AREA, **MARCH, by="department")}

    # the police has three working days, the roads five
    assert (rows["police"], rows["roads"]) == (1, 0)


def test_what_is_finished_outside_the_range_is_not_counted(life: Life) -> None:
    _decided(life, on=3)

    with reading(life.engine) as conn:
        assert turnaround(conn, AREA, first=day("2026-03-04"), last=day("2026-03-31"), by="permit") == []


def test_open_work_is_told_by_light(life: Life) -> None:
    life.accepted()

    with reading(life.engine) as conn:
        found = {row["department"]: row for row in late_by_department(conn, AREA, day("2026-03-06"))}

    assert (found["police"]["red"], found["roads"]["red"], found["roads"]["yellow"]) == (1, 0, 1)
