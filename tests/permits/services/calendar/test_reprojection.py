"""A changed calendar is followed case by case, and what was told to an applicant is never taken back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from permits.casefile import ActContext
from permits.db import perform
from permits.models import (
    CalendarMove,
    ClockEntry,
    Event,
    Incident,
    LegalClock,
    Notice,
    Timer,
    WorkItem,
)
from permits.office import Calendars, Office
from permits.services.intake import acceptance
from permits.services.intake.deficiencies import DeficiencyItem, notify_deficiencies
from permits.services.procedures import stops
from tests.permits.changes import change_by_notice, close, follow_all, take_in
from tests.permits.lives import Life, day
from workflows import local_day

DECEMBER = "2026-12-14 10:00"


@pytest.fixture
def life(db: Engine, office: Office, tmp_path: Path) -> Iterator[Life]:
    """An office on a database of its own: these tests change what the others share."""
    found = Life(db, office, tmp_path)
    found.at(DECEMBER)
    return found


def dues(life: Life, application_id: int) -> dict[tuple[str, str], date]:
    return {(row.scope, row.key): row.due_on for row in life.rows(LegalClock, application_id)}


def marks(life: Life, application_id: int) -> set[tuple[str, str]]:
    return {(row.scope, row.key) for row in life.rows(LegalClock, application_id, is_provisional=True)}


def armed(life: Life, application_id: int) -> set[tuple[str, str, str, date]]:
    """Name every rung a clock still climbs to: the one it stands on, and those ahead."""
    found = set()
    for row in life.rows(Timer, application_id, state="armed"):
        rungs = [(row.rung, row.fire_at), *((rung, datetime.fromisoformat(at)) for rung, at in row.ahead or ())]
        found |= {(row.scope, row.clock, rung, local_day(at)) for rung, at in rungs}
    return found


def test_what_counts_the_same_days_stays_and_only_loses_its_mark(life: Life) -> None:
    application_id = life.accepted()
    before = dues(life, application_id)
    # 23 January and 14 February are worked, 11 and 12 February are not: as many days as before
    assert before["application", "joint"] == day("2027-02-22")
    assert marks(life, application_id) == {("road-occupation", "statutory"), ("application", "joint")}
    events, timers = life.events(application_id), armed(life, application_id)

    take_in(life, change_by_notice(life))
    assert follow_all(life)

    assert dues(life, application_id) == before
    assert marks(life, application_id) == set()
    assert life.events(application_id) == events
    assert life.count(CalendarMove) == 0
    # the last day is the same, but from the ninth working day before it on the light is yellow: that one moves
    assert timers - armed(life, application_id) == {("application", "joint", "yellow", day("2027-02-03"))}
    assert armed(life, application_id) - timers == {("application", "joint", "yellow", day("2027-02-02"))}


def test_exactly_the_clocks_that_cross_a_make_up_saturday_move(life: Life) -> None:
    life.at("2026-12-28 10:00")
    application_id = life.accepted()
    before = dues(life, application_id)
    assert before["road-occupation", "statutory"] == day("2027-01-26")

    number, is_new = take_in(life, change_by_notice(life))
    assert is_new
    assert follow_all(life)

    after = dues(life, application_id)
    assert {key: after[key] for key in before if before[key] != after[key]} == {
        ("road-occupation", "statutory"): day("2027-01-25")
    }
    moves = life.rows(CalendarMove, application_id)
    assert [(m.change_id, m.scope, m.key, m.old_due_on, m.new_due_on) for m in moves] == [
        (number, "road-occupation", "statutory", day("2027-01-26"), day("2027-01-25"))
    ]
    assert life.permit(application_id).statutory_due_on == day("2027-01-25")
    assert life.application(application_id).statutory_due_on == day("2027-01-25")


def test_the_move_is_on_record_and_told_in_writing(life: Life) -> None:
    life.at("2026-12-04 10:00")
    application_id = life.accepted()
    assert dues(life, application_id)["application", "joint"] == day("2027-02-12")
    life.at("2026-12-09 10:00")

    number, _ = take_in(life, change_by_notice(life))
    follow_all(life)

    # a Sunday, worked for the Spring Festival: later than told, so never silently
    assert life.application(application_id).joint_cap_on == day("2027-02-14")
    assert life.events(application_id)[-1] == "clock.reprojected"
    paper = life.rows(Notice, application_id, kind="limits_moved")[0]
    assert paper.facts["source"] == "国办发明电〔2026〕99号"
    assert paper.facts["limits"] == [
        {
            "limit": {"zh": "联合办理期限", "en": "Limit of joint handling"},
            "old_due_on": "2027-02-12",
            "new_due_on": "2027-02-14",
            "provisional": False,
        }
    ]
    assert paper.number.endswith(f"-QX{number}")


def test_a_job_goes_on_where_it_was_broken_off(life: Life) -> None:
    life.at("2026-12-28 10:00")
    cases = [life.accepted() for _ in range(3)]
    take_in(life, change_by_notice(life))

    assert follow_all(life, most=2) is False
    assert [len(life.rows(CalendarMove, one)) for one in cases] == [1, 1, 0]
    assert follow_all(life, most=2) is True
    assert follow_all(life) is True

    assert [len(life.rows(CalendarMove, one)) for one in cases] == [1, 1, 1]
    assert [life.events(one).count("clock.reprojected") for one in cases] == [1, 1, 1]


def test_the_timers_go_with_the_clock_and_fire_once(life: Life) -> None:
    life.at("2026-12-28 10:00")
    application_id = life.accepted()
    take_in(life, change_by_notice(life))
    follow_all(life)

    statutory = {one[2:] for one in armed(life, application_id) if one[:2] == ("road-occupation", "statutory")}
    assert statutory == {("yellow", day("2027-01-20")), ("due", day("2027-01-25")), ("red", day("2027-01-26"))}
    life.at("2027-01-26 10:00")
    told = [row for row in life.rows(Event, application_id) if row.payload.get("clock") == "statutory"]
    assert [row.type for row in told] == ["clock.yellow", "clock.due", "clock.red"]


def test_an_act_counted_by_the_calendar_before_is_caught(life: Life) -> None:
    """An act that began before the notice was committed is committed itself after every case has followed."""
    life.at("2026-12-28 10:00")
    application_id = life.submitted()
    stale = replace(life.office, calendars=Calendars(life.office.calendars.current))

    take_in(life, change_by_notice(life))
    follow_all(life)
    perform(
        life.engine,
        lambda conn: acceptance.accept(ActContext(conn, life.actor("window"), life.now, stale), application_id),
    )
    assert dues(life, application_id)["road-occupation", "statutory"] == day("2027-01-26")

    follow_all(life)

    assert dues(life, application_id)["road-occupation", "statutory"] == day("2027-01-25")
    assert life.events(application_id)[-1] == "clock.reprojected"


def test_a_stopped_clock_is_counted_when_it_runs_again(life: Life) -> None:
    life.require("expert_review")
    life.at("2026-12-28 10:00")
    application_id = life.accepted()
    why = stops.Stop("expert_review", "依《城市道路管理条例》第三十三条，须专家评审。", 5)
    life.act("roads", stops.stop_clock, application_id, "road-occupation", why)
    before = dues(life, application_id)

    take_in(life, change_by_notice(life))
    follow_all(life)
    assert dues(life, application_id) == before
    assert life.application(application_id).calendar_edition == 1

    life.at("2027-01-05 10:00")
    life.act("roads", stops.resume_clock, application_id, "road-occupation")
    # stopped from 28 December through 4 January: twenty days from 5 January on, 23 January among them
    assert dues(life, application_id)["road-occupation", "statutory"] == day("2027-01-29")


def test_an_ended_clock_never_moves(life: Life) -> None:
    life.at("2026-12-28 10:00")
    application_id = life.accepted()
    life.answer(application_id, "road-occupation:police:co_approval")
    life.answer(application_id, "road-occupation:roads:decision")
    ended = {(r.scope, r.key): r.due_on for r in life.rows(LegalClock, application_id) if r.ended_on}
    assert ended["road-occupation", "statutory"] == day("2027-01-26")

    take_in(life, change_by_notice(life))
    follow_all(life)

    assert {(r.scope, r.key): r.due_on for r in life.rows(LegalClock, application_id) if r.ended_on} == ended


def test_a_day_told_to_the_applicant_is_never_taken_back(life: Life) -> None:
    """The supplement window binds the applicant: a make-up day would shorten it, so it gets a working day more."""
    life.at("2027-01-11 10:00")
    application_id = life.submitted()
    life.act("window", notify_deficiencies, application_id, [DeficiencyItem("missing", "缺", "补", "M05")])
    told_on = dues(life, application_id)["application", "supplement"]
    assert told_on == day("2027-01-25")

    take_in(life, change_by_notice(life))
    follow_all(life)

    assert dues(life, application_id)["application", "supplement"] == told_on
    assert [(e.kind, e.working_days, e.basis) for e in life.rows(ClockEntry, application_id, key="supplement")] == [
        ("extension", 1, "calendar")
    ]
    assert life.events(application_id)[-1] == "clock.reprojected"
    assert life.notices(application_id)[-1] == "deficiency"


def test_a_closure_moves_the_clocks_of_its_area_alone(life: Life) -> None:
    application_id = life.accepted()
    before = dues(life, application_id)
    assert before["application", "committed"] == day("2026-12-23")

    close(life, "2026-12-16")
    follow_all(life)

    after = dues(life, application_id)
    assert after["application", "committed"] == day("2026-12-24")
    assert life.application(application_id).due_on == day("2026-12-24")
    assert [item.due_on for item in life.rows(WorkItem, application_id, department="roads")] == [day("2026-12-22")]
    assert life.office.calendar_of("320698").is_working(day("2026-12-16"))
    paper = life.rows(Notice, application_id, kind="limits_moved")[0]
    assert paper.facts["source"] == "江海应急〔2026〕3号"


def test_a_case_that_cannot_be_counted_never_stops_the_others(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    life.at("2026-12-28 10:00")
    broken, sound = life.accepted(), life.accepted()
    with life.engine.begin() as conn:
        conn.execute(
            LegalClock.__table__.update()
            .where(LegalClock.application_id == broken)
            .values(started_on=day("2031-12-20"))
        )
    take_in(life, change_by_notice(life))

    assert follow_all(life)

    assert [row.kind for row in life.rows(Incident, broken)] == ["reprojection_failed"]
    assert len(life.rows(CalendarMove, sound)) == 1
    with life.engine.begin() as conn:
        conn.execute(
            LegalClock.__table__.update()
            .where(LegalClock.application_id == broken)
            .values(started_on=day("2026-12-28"))
        )
    follow_all(life)
    assert life.rows(CalendarMove, broken) == []
    follow_all(life, retry=True)
    assert len(life.rows(CalendarMove, broken)) == 1
    assert life.rows(Incident, broken)[0].settled_at is not None
