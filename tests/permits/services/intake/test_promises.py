"""Work on a case accepted by silence ends with the promise it serves, however often its days are worked out anew."""

from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import update

from permits.casefile.clocks import Clocks
from permits.casefile.ledger import within
from permits.models import Timer, WorkItem
from permits.seeds.calendar_days import official_days
from permits.services.procedures import stops
from permits.services.procedures.stops import Stop
from tests.permits.lives import POLICE, ROADS, Life, day
from workflows import Alert, Calendar

P1 = "road-occupation"
CONTEXT: Any = SimpleNamespace(calendar=Calendar(official_days(2026, 2026)))
NOTHING: Any = None
CLOCKS = Clocks(CONTEXT, NOTHING, NOTHING, shelf=NOTHING, alert=Alert)
TESTING = Stop("testing", "依《某市道路条例》第九条，路基承载力须经检测。", 5)


@pytest.fixture(autouse=True)
def local_law(life: Life) -> None:
    """A local law requires testing of every permit."""
    life.require("testing")


def taken_by_silence(life: Life) -> int:
    """Give a case received on Monday 2 March, accepted by silence on 10 March as of then: promised for the 11th."""
    filed = life.submitted()
    life.at("2026-03-10 09:00")
    assert life.application(filed).deemed_accepted
    assert life.permit(filed).committed_due_on == day("2026-03-11")
    return filed


def test_work_opened_by_silence_ends_with_the_promise(life: Life) -> None:
    case = taken_by_silence(life)

    assert {life.item(case, one).due_on for one in (POLICE, ROADS)} == {day("2026-03-11")}


@pytest.mark.parametrize(
    ("limit", "due"),
    [
        # from 10 March on, without the 10th and the 11th; the promise then stands at Friday the 13th
        (1, "2026-03-12"),
        (2, "2026-03-13"),
        (3, "2026-03-13"),
        (20, "2026-03-13"),
    ],
)
def test_a_stop_moves_the_work_with_its_promise_and_no_further(life: Life, limit: int, due: str) -> None:
    case = taken_by_silence(life)
    with life.engine.begin() as conn:
        police = life.item(case, POLICE).id
        conn.execute(update(WorkItem).where(WorkItem.id == police).values(limit_working_days=limit))

    life.act("roads", stops.stop_clock, case, P1, TESTING)
    life.at("2026-03-12 09:00")
    life.act("roads", stops.resume_clock, case, P1)

    assert life.permit(case).committed_due_on == day("2026-03-13")
    item = life.item(case, POLICE)
    assert item.due_on == day(due)
    assert item.yellow_on <= item.due_on
    waiting = life.rows(Timer, case, state="armed", scope=f"item:{POLICE}")
    assert len(waiting) == 1


@pytest.mark.parametrize(
    ("opened", "promised", "due", "ends"),
    [
        ("2026-03-10", "2026-03-11", "2026-03-11", "2026-03-11"),
        ("2026-03-10", "2026-03-11", "2026-03-12", "2026-03-11"),
        ("2026-03-10", "2026-03-13", "2026-03-12", "2026-03-12"),
        ("2026-03-11", "2026-03-11", "2026-03-16", "2026-03-16"),
        ("2026-03-12", "2026-03-11", "2026-03-17", "2026-03-17"),
    ],
)
def test_work_that_opens_before_the_promised_day_ends_by_it(opened: str, promised: str, due: str, ends: str) -> None:
    assert within(CLOCKS, day(promised), day(opened), (day(due), day(due)))[0] == day(ends)
    assert within(CLOCKS, None, day(opened), (day(due), day(due)))[0] == day(due)
