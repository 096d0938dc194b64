import pytest
from sqlalchemy import update

from permits.analytics.turnaround import Period, late_by_department, overall, turnaround
from permits.db import reading
from permits.models import Application
from permits.services.procedures import stops, surveys
from permits.services.procedures.stops import Stop
from tests.bundles import with_local_law
from tests.permits.lives import POLICE, ROADS, Life, day, moment

AREA = "320699"
TESTING = Stop("testing", "依《某市道路条例》第九条，路基承载力须经检测。", 5)
MARCH = Period(day("2026-03-01"), day("2026-03-31"), day("2026-03-31"))


def _decided(life: Life, *, on: int) -> None:
    life.now = life.now.replace(day=2)
    filed = life.accepted()
    life.now = life.now.replace(day=on)
    life.answer(filed, POLICE)
    life.answer(filed, ROADS)


def test_nothing_finished_has_no_rate(life: Life) -> None:
    with reading(life.engine) as conn:
        assert overall(conn, AREA, MARCH)["on_time_rate"] is None
        assert turnaround(conn, AREA, MARCH) == []


def test_permits_are_counted_in_net_working_days_against_the_promise(life: Life) -> None:
    for on in (3, 4, 12):
        _decided(life, on=on)

    with reading(life.engine) as conn:
        (row,) = turnaround(conn, AREA, MARCH, by="permit")
        (by_law,) = turnaround(conn, AREA, MARCH, by="permit", basis="statutory")

    assert (row["key"], row["n"], row["median"], row["mean"]) == ("road-occupation", 3, 2, 3.67)
    assert (row["overdue"], row["on_time_rate"], by_law["overdue"]) == (1, 0.6667, 0)


def test_figures_are_those_of_one_matter_or_of_each(life: Life) -> None:
    _decided(life, on=3)

    with reading(life.engine) as conn:
        (row,) = turnaround(conn, AREA, MARCH, by="bundle")
        ours, theirs = (MARCH._replace(bundle=key) for key in ("road-access", "restaurant"))
        assert (row["key"], row["n"]) == ("road-access", 1)
        assert turnaround(conn, AREA, ours, by="permit") == turnaround(conn, AREA, MARCH, by="permit")
        assert turnaround(conn, AREA, theirs, by="permit") == turnaround(conn, AREA, theirs) == []
        assert (overall(conn, AREA, ours)["n"], overall(conn, AREA, theirs)["n"]) == (1, 0)
        assert late_by_department(conn, AREA, day("2026-03-06"), "restaurant") == []


@pytest.mark.tampers
def test_a_permit_key_that_two_matters_share_has_a_row_of_each(life: Life) -> None:
    for on in (3, 4):
        _decided(life, on=on)
    life.now = life.now.replace(day=2)
    other = Application.id == life.accepted()
    with life.engine.begin() as conn:
        conn.execute(update(Application).where(other).values(bundle="restaurant"))

    tell = MARCH._replace(last=day("2026-04-30"), today=day("2026-04-30"))
    with reading(life.engine) as conn:
        rows = [
            (row["key"], row["bundle"], row["n"], row["overdue"]) for row in turnaround(conn, AREA, tell, by="permit")
        ]
        departments = {row["bundle"] for row in turnaround(conn, AREA, tell)}

    assert rows == [("road-occupation", "restaurant", 0, 1), ("road-occupation", "road-access", 2, 0)]
    assert departments == {None}


def test_departments_are_held_against_their_own_limit(life: Life) -> None:
    _decided(life, on=6)

    with reading(life.engine) as conn:
        rows = {row["key"]: row["overdue"] for row in turnaround(conn, AREA, MARCH, by="department")}

    # the police has three working days, the roads five
    assert (rows["police"], rows["roads"]) == (1, 0)


def test_what_is_finished_outside_the_range_is_not_counted(life: Life) -> None:
    _decided(life, on=3)

    with reading(life.engine) as conn:
        assert turnaround(conn, AREA, MARCH._replace(first=day("2026-03-04")), by="permit") == []


def test_open_work_is_told_by_light(life: Life) -> None:
    life.accepted()

    with reading(life.engine) as conn:
        found = {row["department"]: row for row in late_by_department(conn, AREA, day("2026-03-06"))}

    assert (found["police"]["red"], found["roads"]["red"], found["roads"]["yellow"]) == (1, 0, 1)


def test_open_work_past_its_day_counts_as_missed_in_every_rate(life: Life) -> None:
    _decided(life, on=3)
    life.accepted()  # on 3 March: promised for the 12th, lawful until the 31st

    with reading(life.engine) as conn:
        tell = MARCH._replace(today=day("2026-04-01"))
        whole = overall(conn, AREA, tell)
        (permit,) = turnaround(conn, AREA, tell, by="permit")
        (by_law,) = turnaround(conn, AREA, tell, by="permit", basis="statutory")
        roads = {row["key"]: row for row in turnaround(conn, AREA, tell)}["roads"]
        still_lawful = turnaround(conn, AREA, MARCH, by="permit", basis="statutory")[0]["open_overdue"]

    for row in (whole, permit, by_law, roads):
        assert (row["n"], row["open_overdue"], row["overdue"], row["on_time_rate"]) == (1, 1, 1, 0.5)
    assert still_lawful == 0, "its last lawful day is not over"


def test_what_is_not_due_by_the_end_of_the_period_is_not_missed_in_it(life: Life) -> None:
    life.accepted()

    with reading(life.engine) as conn:
        tell = MARCH._replace(last=day("2026-03-10"))
        assert turnaround(conn, AREA, tell, by="permit") == []


def test_a_joint_visit_is_no_turnaround_of_the_lead(life: Life) -> None:
    filed = life.accepted()
    life.act("lead", surveys.book_survey, filed, at=moment("2026-03-03 10:00"), place="紫琅路")
    life.now = moment("2026-03-20 10:00")

    with reading(life.engine) as conn:
        assert "lead" not in {row["key"] for row in turnaround(conn, AREA, MARCH)}


def test_stops_are_subtracted_from_every_net_figure_and_measured(life: Life) -> None:
    life.office = with_local_law(life.office, TESTING.ground)
    filed = life.accepted()
    life.now = moment("2026-03-03 10:00")
    life.act("roads", stops.stop_clock, filed, "road-occupation", TESTING)
    life.now = moment("2026-03-10 10:00")
    life.act("roads", stops.resume_clock, filed, "road-occupation")
    life.now = moment("2026-03-11 10:00")
    life.answer(filed, POLICE)
    life.answer(filed, ROADS)

    # seven working days from 2 March, five of them stopped
    roads, permit, app = life.item(filed, ROADS), life.permit(filed), life.application(filed)
    assert {(one.net_working_days, one.stopped_working_days) for one in (roads, permit, app)} == {(2, 5)}
    with reading(life.engine) as conn:
        (row,) = turnaround(conn, AREA, MARCH, by="permit")
    assert (row["mean"], row["suspended_share"]) == (2.0, round(5 / 7, 4))
