"""Calendars in memory: each area has its own, a new edition is noticed, an act keeps the one it began with."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, insert, update

from permits.actor import SYSTEM
from permits.casefile import Desk, Office
from permits.db import perform, reading
from permits.models import Area, CalendarChange, CalendarClosure, LegalClock, Setting
from permits.queries.installation import CALENDAR_EDITION
from permits.services.calendars import renew
from tests.permits.lives import MONDAY, Life, moment

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
        before = Desk(conn, SYSTEM(AREA), moment(MONDAY), office)
        assert before.calendar.is_working(TYPHOON)
    perform(db, _close)
    with reading(db) as conn:
        renew(conn, office)
        after = Desk(conn, SYSTEM(AREA), moment(MONDAY), office)

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


@pytest.mark.parametrize(
    ("minute", "starts"), [("16:59", "2026-03-02"), ("17:00", "2026-03-02"), ("17:01", "2026-03-03")]
)
def test_what_comes_in_after_the_cut_off_hour_counts_as_the_next_day(
    db: Engine, office: Office, tmp_path: Path, minute: str, starts: str
) -> None:
    perform(db, lambda conn: conn.execute(update(Area).where(Area.code == AREA).values(cut_off_hour=17)))
    perform(db, _close)
    with reading(db) as conn:
        renew(conn, office)
    life = Life(db, office, tmp_path)
    life.now = moment(f"2026-03-02 {minute}")
    application_id = life.submitted()

    assert life.rows(LegalClock, application_id, key="intake")[0].started_on == date.fromisoformat(starts)
    life.at("2026-03-12 09:00")
    assert life.application(application_id).deemed_accepted
    assert life.rows(LegalClock, application_id, key="joint")[0].started_on == date.fromisoformat(starts)
