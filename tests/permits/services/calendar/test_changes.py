"""A changed calendar: what would move is counted first, then it is taken in once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from permits.casefile import ActContext
from permits.db import perform, reading
from permits.errors import Conflict, Forbidden, Invalid
from permits.models import (
    CalendarChange,
    CalendarMove,
    OutboxRow,
)
from permits.office import Office
from permits.services.calendar import changes as calendar_changes
from permits.services.calendar.impact import impact_of
from permits.services.calendar.reprojection import reproject_open_cases
from tests.permits.changes import NOTICE, act_context, change_by_notice, close, follow_all, take_in
from tests.permits.lives import Life

DECEMBER = "2026-12-14 10:00"


@pytest.fixture
def life(db: Engine, office: Office, tmp_path: Path) -> Iterator[Life]:
    """An office on a database of its own: these tests change what the others share."""
    found = Life(db, office, tmp_path)
    found.at(DECEMBER)
    return found


def test_the_impact_is_what_then_happens_and_writes_nothing(life: Life) -> None:
    life.at("2026-12-04 10:00")
    first, second = life.accepted(), life.submitted()
    life.at("2026-12-28 10:00")
    third = life.accepted()
    change = change_by_notice(life)
    with reading(life.engine) as conn:
        found = impact_of(act_context(life, conn), change)
    assert life.count(CalendarChange) == 0

    take_in(life, change)
    follow_all(life)

    foreseen = {(m.application_id, m.scope, m.key, m.generation, m.old_due_on, m.new_due_on) for m in found.moves}
    happened = {
        (m.application_id, m.scope, m.key, m.generation, m.old_due_on, m.new_due_on)
        for one in (first, second, third)
        for m in life.rows(CalendarMove, one)
    }
    assert foreseen == happened != set()
    assert found.people == ["通江建设工程有限公司"] or len(found.people) == 1
    assert [(new.on.isoformat(), new.working) for _old, new in found.days] == [
        ("2027-01-23", True),
        ("2027-02-11", False),
        ("2027-02-12", False),
        ("2027-02-14", True),
        ("2027-05-05", False),
        ("2027-05-08", True),
        ("2027-09-26", True),
        ("2027-10-06", False),
        ("2027-10-07", False),
        ("2027-10-09", True),
    ]


def test_the_same_notice_a_second_time_changes_nothing(life: Life) -> None:
    life.at("2026-12-28 10:00")
    application_id = life.accepted()
    number, _ = take_in(life, change_by_notice(life))
    follow_all(life)
    events, jobs = life.events(application_id), life.count(OutboxRow)

    again = take_in(life, change_by_notice(life, NOTICE.replace(b"# A notice", b"# Another layout of the notice")))
    follow_all(life)

    assert again == (number, False)
    assert (life.events(application_id), life.count(OutboxRow)) == (events, jobs)
    assert life.count(CalendarChange) == 1


def test_official_days_change_only_when_somebody_confirms(life: Life) -> None:
    take_in(life, change_by_notice(life))
    with reading(life.engine) as conn:
        reproject_open_cases(life.engine, life.office, at=life.now)
        other = calendar_changes.from_notice(
            act_context(life, conn), NOTICE.decode().replace("2027-05-08", "2027-05-15")
        )

    assert [on.isoformat() for on in other.revised] == ["2027-05-08", "2027-05-15"]
    with pytest.raises(Conflict) as refused:
        take_in(life, other)
    assert refused.value.code == "calendar_official"
    assert "art. 2, 6" in (refused.value.law or "")
    assert take_in(life, other, confirmed=True) == (2, True)


def test_the_second_look_waits_until_no_old_act_can_be_under_way(life: Life) -> None:
    take_in(life, change_by_notice(life))

    with reading(life.engine) as conn:
        rows = conn.execute(select(OutboxRow.__table__).where(OutboxRow.job == "calendar.reproject")).all()

    assert [(row.dedupe, row.leased_until) for row in rows] == [
        ("calendar-1", None),
        ("calendar-1-again", life.now + calendar_changes.SECOND_LOOK),
    ]


@pytest.mark.parametrize(
    ("about", "field"),
    [
        ({"on": "2026-12-19"}, "on"),
        ({"on": "2026-12-16", "is_working": True}, "on"),
        ({"on": "2040-01-04"}, "on"),
        ({"on": "2026-12-16", "area": "999999"}, "area"),
    ],
)
def test_a_closure_that_changes_nothing_is_refused(life: Life, about: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        close(life, **about)

    assert [name for name, _, _ in refused.value.problems] == [field]


def test_only_those_who_keep_the_calendar_change_it(life: Life) -> None:
    change = change_by_notice(life)
    with pytest.raises(Forbidden):
        perform(
            life.engine,
            lambda conn: calendar_changes.commit(
                ActContext(conn, life.actor("manager"), life.now, life.office), change, wall=life.now
            ),
        )
