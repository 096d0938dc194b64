"""What is waited for by working days follows a changed calendar; a day that a person named does not."""

import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select, update

from permits.db import reading
from permits.models import (
    Application,
    CalendarClosure,
    CalendarDay,
    CalendarMove,
    ClockEntry,
    Event,
    Hearing,
    Inspection,
    LegalClock,
    Licence,
    Notice,
    PublicNotice,
    SupervisionOrder,
    Timer,
    WorkItem,
)
from permits.office import Office
from permits.services.calendar.changes import from_closure
from permits.services.calendar.impact import Impact, impact_of
from permits.services.closing import delivery
from permits.services.licences import endings, inspections
from permits.services.licences.endings import Revocation
from permits.services.oversight import supervision
from permits.services.procedures import hearings, stops, surveys
from permits.services.procedures.stops import Stop
from tests.permits.changes import AREA, act_context, close, closure, follow_all
from tests.permits.lives import POLICE, REFUSED, ROADS, Life, day, moment
from tests.permits.services.intake.test_tolerance import tolerant
from workflows import local_day

P1 = "road-occupation"
BOTH = {"green": {"area_m2": 80, "months": 3, "stays_after": False}}
TESTING = Stop("testing", "依《某市道路条例》第九条，路基承载力须经检测。", 5)


@pytest.fixture(autouse=True)
def local_law(life: Life) -> None:
    """A local law requires testing of every permit."""
    life.require("testing")


@pytest.fixture
def life(db: Engine, office: Office, tmp_path: Path) -> Iterator[Life]:
    """An office on a database of its own: these tests change what the others share."""
    return Life(db, office, tmp_path)


def told(life: Life) -> int:
    case = life.accepted()
    life.act("roads", hearings.notify_hearing_right, case, P1, parties=("紫琅路小学",))
    return case


def asked(life: Life) -> int:
    case = told(life)
    life.act("contractor", hearings.request_hearing, case, P1)
    return case


def ordered(life: Life) -> int:
    case = life.accepted()
    life.act("lead", supervision.escalate, case, reason="无进展", work_item=life.item(case, POLICE).id)
    return case


def expected(life: Life) -> int:
    case = life.accepted()
    life.act("roads", stops.stop_clock, case, P1, TESTING)
    return case


def moot(life: Life) -> int:
    case = life.accepted("occupy", **BOTH)
    life.answer(case, POLICE)
    life.answer(case, ROADS, REFUSED)
    return case


def inspected(life: Life) -> int:
    case = life.decided(period={"from": "2026-03-02", "to": "2026-05-30"})
    life.act("window", delivery.deliver, case, recipient="陈建")
    number = life.rows(Licence, case)[0].number
    life.act("contractor", inspections.request_inspection, number)
    return case


def taken_back(life: Life) -> int:
    """A licence revoked at once; what was built under it is to be restored within ten working days."""
    case = life.decided()
    number = life.rows(Licence, case)[0].number
    life.hear(number)
    life.act("roads-head", endings.revoke, number, Revocation("fraud", reason="图纸系伪造。"))
    return case


def lenient(life: Life) -> int:
    return tolerant(life, "M11")


def on_notice(life: Life) -> int:
    return life.accepted("trees")


# each: what opens it, what is waited for, where its day shows, and its last day counted from Monday 2 March 2026
WAITS: dict[str, tuple[Callable[[Life], int], Callable[[Life, int], date], str]] = {
    "hearing_request": (told, lambda life, case: life.rows(Hearing, case)[0].request_by_on, "2026-03-09"),
    "hearing": (asked, lambda life, case: life.rows(Hearing, case)[0].hold_by_on, "2026-03-30"),
    "answer": (ordered, lambda life, case: life.rows(SupervisionOrder, case)[0].answer_by_on, "2026-03-05"),
    "tolerance": (lenient, lambda life, case: life.application(case).promise_by, "2026-03-16"),
    "public_notice": (on_notice, lambda life, case: life.rows(PublicNotice, case)[0].to_on, "2026-03-05"),
    "special_procedure": (expected, lambda life, case: waited(life, case, "special_procedure"), "2026-03-09"),
    "moot_answer": (moot, lambda life, case: waited(life, case, "moot_answer"), "2026-03-05"),
    "restoration": (taken_back, lambda life, case: waited(life, case, "restoration"), "2026-03-16"),
    "inspection": (inspected, lambda life, case: life.rows(Inspection, case)[0].inspect_by_on, "2026-03-09"),
}


def last_day(row: Any) -> date:
    """Give the day before the midnight at which a ladder ends."""
    at = datetime.fromisoformat(row.ahead[-1][1]) if row.ahead else row.fire_at
    return local_day(at) - timedelta(days=1)


def waited(life: Life, case: int, clock: str) -> date:
    (row,) = life.rows(Timer, case, state="armed", clock=clock)
    return last_day(row)


def moves(life: Life, case: int, key: str) -> list[tuple[date, date]]:
    return [(row.old_due_on, row.new_due_on) for row in life.rows(CalendarMove, case, key=key)]


def foreseen(life: Life, on: str, *, is_working: bool = False) -> Impact:
    with reading(life.engine) as conn:
        at = act_context(life, conn)
        return impact_of(at, from_closure(at, closure(on, is_working=is_working)))


def second_working_day_after(life: Life, on: date) -> date:
    """Give a day just outside: the next one is what the day within moves it to."""
    calendar = life.office.calendar_of(AREA)
    found = [on + timedelta(days=more) for more in range(1, 20) if calendar.is_working(on + timedelta(days=more))]
    return found[1]


@pytest.mark.parametrize("kind", WAITS)
def test_a_day_closed_outside_moves_nothing_and_one_within_moves_it_on_record(life: Life, kind: str) -> None:
    opens, shown, told_on = WAITS[kind]
    case = opens(life)
    close(life, second_working_day_after(life, day(told_on)).isoformat())
    follow_all(life)
    assert shown(life, case) == day(told_on)
    assert moves(life, case, kind) == []
    impact = foreseen(life, "2026-03-04")

    close(life, "2026-03-04")
    follow_all(life)

    key = "work_item" if kind == "inspection" else kind
    due_on = day(told_on) + timedelta(days=1)
    assert shown(life, case) == due_on
    assert (day(told_on), due_on) in moves(life, case, key)
    assert (case, key, day(told_on), due_on, (day("2026-03-04"),)) in {
        (one.application_id, one.key, one.old_due_on, one.new_due_on, one.because) for one in impact.moves
    }
    last = [row for row in life.rows(Event, case) if row.type.endswith(".reprojected")][-1]
    moved = {(one["key"], one["old_due_on"], one["new_due_on"]) for one in last.payload["moved"]}
    assert (key, told_on, due_on.isoformat()) in moved
    assert last.payload["source"] == "江海应急〔2026〕3号"


@pytest.mark.parametrize("kind", ["hearing_request", "tolerance", "public_notice", "moot_answer", "restoration"])
def test_a_day_told_to_others_is_never_taken_back(life: Life, kind: str) -> None:
    """A Saturday worked for would end it earlier: it gets a working day more, which is on record."""
    opens, shown, _told_on = WAITS[kind]
    life.at("2026-03-05 10:00")
    case = opens(life)
    before = shown(life, case)
    assert before > day("2026-03-07")

    close(life, "2026-03-07", is_working=True)
    follow_all(life)

    assert shown(life, case) == before == waited(life, case, kind)
    kept = [one for row in life.rows(Event, case) for one in row.payload.get("kept", ())]
    assert {"scope": life.rows(Timer, case, clock=kind)[-1].scope, "key": kind, "working_days": 1} in kept


@pytest.mark.parametrize("kind", ["hearing", "answer", "special_procedure", "inspection"])
def test_what_binds_the_office_comes_earlier_too(life: Life, kind: str) -> None:
    opens, shown, _told_on = WAITS[kind]
    life.at("2026-03-05 10:00")
    case = opens(life)
    before = shown(life, case)

    close(life, "2026-03-07", is_working=True)
    follow_all(life)

    assert shown(life, case) == life.office.calendar_of(AREA).working_day_before(before)


def test_days_that_others_were_told_are_told_in_writing_and_the_offices_own_are_not(life: Life) -> None:
    heard, supervised = told(life), ordered(life)

    close(life, "2026-03-04")
    follow_all(life)

    paper = life.rows(Notice, heard, kind="limits_moved")[0].facts
    limits = {one["limit"]["zh"]: (one["old_due_on"], one["new_due_on"]) for one in paper["limits"]}
    assert limits["占用、挖掘城市道路审批：申请听证期限"] == ("2026-03-09", "2026-03-10")
    named = [one["limit"]["zh"] for one in life.rows(Notice, supervised, kind="limits_moved")[0].facts["limits"]]
    assert not [name for name in named if "督办" in name or "answer" in name]


def test_a_day_that_a_person_named_does_not_move(life: Life) -> None:
    promised = tolerant(life, "M11", promise_by=day("2026-03-09"))
    visited = life.accepted()
    life.act("lead", surveys.book_survey, visited, at=moment("2026-03-06 09:00"), place="紫琅路道口")

    close(life, "2026-03-04")
    follow_all(life)

    assert life.application(promised).promise_by == waited(life, promised, "tolerance") == day("2026-03-09")
    assert {row.due_on for row in life.rows(WorkItem, visited, kind="survey")} == {day("2026-03-06")}
    assert moves(life, promised, "tolerance") == []


def test_what_a_closed_case_still_owes_follows_too(life: Life) -> None:
    case = inspected(life)
    life.at("2026-03-03 10:00")
    with life.engine.begin() as conn:
        conn.execute(update(Application).where(Application.id == case).values(state="closed"))

    close(life, "2026-03-05")
    follow_all(life)

    assert life.rows(Inspection, case)[0].inspect_by_on == day("2026-03-10")
    assert life.rows(WorkItem, case, kind="inspection")[0].due_on == day("2026-03-10")


def test_the_explanation_owed_is_waited_for_as_long_as_before(life: Life) -> None:
    case = life.accepted()
    life.at("2026-03-12 09:00")
    assert waited(life, case, "explanation") == day("2026-03-17")

    close(life, "2026-03-13")
    follow_all(life)

    assert waited(life, case, "explanation") == day("2026-03-18")
    life.at("2026-03-18 23:59")
    assert "explanation.reminded" not in life.events(case)
    life.at("2026-03-19 00:01")
    assert life.events(case).count("explanation.reminded") == 1


def test_it_fires_on_its_new_day_once(life: Life) -> None:
    case = told(life)
    close(life, "2026-03-04")
    follow_all(life)

    life.at("2026-03-10 23:59")
    assert "hearing.lapsed" not in life.events(case)
    life.at("2026-03-11 00:01")
    life.at("2026-03-12 00:01")
    assert life.events(case).count("hearing.lapsed") == 1


def by_hand(life: Life, start: date, working_days: int, stops_: list[tuple[date, date]] | None = None) -> date:
    """Count day by day from the tables, knowing nothing of the engine; days in half-open stops do not count."""
    with reading(life.engine) as conn:
        known = dict(conn.execute(select(CalendarDay.on, CalendarDay.working)).all())
        known |= dict(conn.execute(select(CalendarClosure.on, CalendarClosure.working)).all())
    on, left = start, working_days
    while left:
        on += timedelta(days=1)
        left -= known[on] and not any(first <= on < last for first, last in stops_ or ())
    return on


@pytest.mark.parametrize("seed", range(4))
def test_every_open_day_is_what_counting_anew_gives(life: Life, seed: int) -> None:
    """Whatever days are closed and opened, in whatever order, every open counted day agrees with the tables."""
    dice = random.Random(seed)  # noqa: S311 - the same days every time
    cases: list[int] = []
    for opens in (told, asked, ordered, lenient, on_notice, moot, inspected, expected):
        cases.append(opens(life))
        life.at((life.now + timedelta(days=dice.randint(0, 1))).strftime("%Y-%m-%d %H:%M"))
    with reading(life.engine) as conn:
        calendar = act_context(life, conn).calendar
    ahead = [life.now.date() + timedelta(days=number) for number in range(-3, 25)]
    for on in dice.sample(ahead, 6):
        close(life, on.isoformat(), is_working=not calendar.is_working(on))
        if dice.random() < 0.6:
            follow_all(life)
    follow_all(life)

    checked = [check(life, case) for case in cases]
    assert sum(checked) > 40
    before = [life.events(case) for case in cases]
    assert follow_all(life)
    assert [life.events(case) for case in cases] == before


def check(life: Life, case: int) -> int:
    """Compare every open counted day of a case with a count by hand; returns how many there were."""
    entries = life.rows(ClockEntry, case)
    stopped = {one.scope for one in entries if one.kind == "stop" and one.to_on is None}
    waits = [row for row in life.rows(Timer, case, state="armed") if row.working_days is not None]
    for row in waits:
        assert last_day(row) == by_hand(life, row.counted_from, row.working_days), (row.scope, row.clock)
    clocks = [row for row in life.rows(LegalClock, case) if row.ended_on is None and not stopped]
    for row in clocks:
        assert row.due_on == by_hand(life, row.started_on, row.limit_working_days), (row.scope, row.key)
    items = [row for row in life.rows(WorkItem, case) if row.state in {"open", "claimed"}]
    for row in items:
        assert row.due_on == by_hand(life, local_day(row.opened_at), row.limit_working_days), row.kind
    for hearing in life.rows(Hearing, case):
        shown = hearing.hold_by_on or hearing.request_by_on
        assert shown == waited(life, case, "hearing" if hearing.hold_by_on else "hearing_request")
    return len(waits) + len(clocks) + len(items)
