"""Calendars in memory: each area has its own, a new edition is noticed, an act keeps the one it began with."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, insert, update

from permits.actor import SYSTEM
from permits.casefile import ActContext
from permits.db import perform, reading
from permits.models import Area, CalendarChange, CalendarClosure, ClockEntry, LegalClock, Notice, Setting
from permits.office import Office
from permits.queries.case.clocks import clocks_of
from permits.queries.office.installation import CALENDAR_EDITION
from permits.services.calendar.calendars import renew
from tests.permits.lives import MONDAY, Life, moment
from workflows import Alert

AREA, ELSEWHERE = "320699", "320698"
TYPHOON = date(2026, 3, 4)


def test_a_closure_holds_in_its_area_alone(db: Engine, office: Office) -> None:
    perform(db, _close)
    with reading(db) as conn:
        renew(conn, office)

    closed, open_ = (office.calendar_of(area).day(TYPHOON) for area in (AREA, ELSEWHERE))

    assert (closed.working, closed.name_en, closed.source, closed.is_local) == (False, "Typhoon", "Order 7", True)
    assert (open_.working, open_.is_local) == (True, False)
    assert (office.calendar_of(AREA).edition, office.calendar_of(ELSEWHERE).edition) == (1, 0)


def test_an_act_keeps_the_calendar_it_began_with(db: Engine, office: Office) -> None:
    with reading(db) as conn:
        before = ActContext(conn, SYSTEM(AREA), moment(MONDAY), office)
        assert before.calendar.is_working(TYPHOON)
    perform(db, _close)
    with reading(db) as conn:
        renew(conn, office)
        after = ActContext(conn, SYSTEM(AREA), moment(MONDAY), office)

        assert before.calendar.is_working(TYPHOON)
        assert not after.calendar.is_working(TYPHOON)


def test_without_a_new_edition_nothing_is_read_again(db: Engine, office: Office) -> None:
    known = office.calendars.current

    with reading(db) as conn:
        renew(conn, office)

    assert office.calendars.current is known


def test_an_area_says_when_its_day_of_receipt_ends(db: Engine, office: Office) -> None:
    assert office.cut_off_of(AREA) is None

    perform(db, lambda conn: conn.execute(update(Area).where(Area.code == AREA).values(cut_off_hour=17)))
    perform(db, _close)
    with reading(db) as conn:
        renew(conn, office)

    assert office.cut_off_of(AREA) == 17
    assert office.cut_off_of(ELSEWHERE) is None


def _close(conn: Connection) -> None:
    closure = {"area": AREA, "on": TYPHOON, "working": False, "name_zh": "台风", "name_en": "Typhoon"}
    conn.execute(insert(CalendarClosure).values(**closure, source="Order 7"))
    change = {"area": AREA, "digest": "d", "source": "Order 7", "content": {}, "made_by": "admin"}
    conn.execute(insert(CalendarChange).values(**change, made_at=moment(MONDAY)))
    conn.execute(insert(Setting).values(key=CALENDAR_EDITION, value="1"))


def in_an_area_that_closes_at_five(db: Engine, office: Office, folder: Path, at: str) -> tuple[Life, int]:
    """Give an office whose area receives until 17:00, and the application handed in there at a moment."""
    perform(db, lambda conn: conn.execute(update(Area).where(Area.code == AREA).values(cut_off_hour=17)))
    perform(db, _close)
    with reading(db) as conn:
        renew(conn, office)
    life = Life(db, office, folder)
    life.now = moment(at)
    return life, life.submitted()


@pytest.mark.parametrize(
    ("handed_in", "starts", "due"),
    [
        ("2026-03-02 16:59", "2026-03-02", "2026-03-10"),
        ("2026-03-02 17:00", "2026-03-02", "2026-03-10"),
        ("2026-03-02 17:01", "2026-03-03", "2026-03-11"),
        # the day before a closure of the area, and before Labour Day, 1 to 5 May, made up for on Saturday 9 May
        ("2026-03-03 17:00", "2026-03-03", "2026-03-11"),
        ("2026-03-03 17:01", "2026-03-05", "2026-03-12"),
        ("2026-04-30 17:00", "2026-04-30", "2026-05-11"),
        ("2026-04-30 17:01", "2026-05-06", "2026-05-12"),
        # who files on a day off is counted no earlier and no later than who filed too late on the day before it
        ("2026-05-02 10:00", "2026-05-06", "2026-05-12"),
        ("2026-05-06 09:00", "2026-05-06", "2026-05-12"),
    ],
)
def test_what_comes_in_after_the_cut_off_hour_counts_from_the_next_working_day(
    db: Engine, office: Office, tmp_path: Path, handed_in: str, starts: str, due: str
) -> None:
    life, application_id = in_an_area_that_closes_at_five(db, office, tmp_path, handed_in)

    clock = life.rows(LegalClock, application_id, key="intake")[0]
    assert (clock.started_on, clock.due_on) == (date.fromisoformat(starts), date.fromisoformat(due))
    lines = life.rows(ClockEntry, application_id)
    received_on = date.fromisoformat(handed_in[:10])
    late = [("run", "after_hours", received_on, clock.started_on)] if starts != handed_in[:10] else []
    assert [(one.kind, one.basis, one.from_on, one.to_on) for one in lines] == late


def test_the_table_of_days_says_why_the_count_begins_later(db: Engine, office: Office, tmp_path: Path) -> None:
    life, application_id = in_an_area_that_closes_at_five(db, office, tmp_path, "2026-04-30 17:01")

    with reading(db) as conn:
        shown = clocks_of(conn, application_id, (office.calendar_of(AREA), life.now.date()), alert=Alert())
    days = [(str(one.on)[5:], one.why) for one in shown[0]["days"]]

    assert days == [
        ("04-30", "after_hours"),
        *((f"05-0{number}", "holiday") for number in range(1, 6)),
        ("05-06", "start"),
        ("05-07", "counted"),
        ("05-08", "counted"),
        ("05-09", "make_up"),
        ("05-10", "weekend"),
        ("05-11", "counted"),
        ("05-12", "due"),
    ]


def test_silence_accepts_as_of_the_day_the_papers_count_from(db: Engine, office: Office, tmp_path: Path) -> None:
    life, application_id = in_an_area_that_closes_at_five(db, office, tmp_path, "2026-04-30 17:01")

    life.at("2026-05-13 09:00")

    assert life.application(application_id).deemed_accepted
    started = {(row.scope, row.key): row.started_on for row in life.rows(LegalClock, application_id)}
    assert set(started.values()) == {date(2026, 5, 6)}
    late = {(row.scope, row.key) for row in life.rows(ClockEntry, application_id, basis="after_hours")}
    assert late == started.keys()
    paper = life.rows(Notice, application_id, kind="acceptance")[0].facts
    assert paper["accepted_on"] == "2026-05-06"
    assert [line["why"] for line in paper["clock"]][:7] == ["after_hours", *["holiday"] * 5, "start"]
    # seven working days, the make-up Saturday one of them
    assert paper["committed_due_on"] == paper["clock"][-1]["on"] == "2026-05-14"
