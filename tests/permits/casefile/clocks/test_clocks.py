from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from permits.casefile import ActContext, CaseFile, open_case
from permits.casefile.rows.columns import UNWRITTEN
from permits.models import ClockEntry, LegalClock, Timer
from tests.permits.lives import Life, day
from tests.statements import counted
from workflows import Entry

P1 = "road-occupation"
# a clock of the application that is not there while it is under review
KEY = "delivery"


def act(life: Life, filed: int, do: Callable[[CaseFile], Any]) -> Any:
    """Let the counter do something to a case and save it."""

    def acting(context: ActContext) -> Any:
        case = open_case(context, application_id=filed)
        done = do(case)
        case.record("application.urged", {})
        case.save()
        return done

    return life.act("window", acting)


def start(case: CaseFile, key: str = KEY, **more: Any) -> None:
    case.clocks.start("application", key, 5, law="art. 42", started_on=case.context.today, **more)


def timers(life: Life, filed: int, clock: str) -> list[str]:
    return [row.state for row in life.rows(Timer, filed, clock=clock)]


def test_a_started_clock_shows_at_once_and_is_written_with_its_timer(life: Life) -> None:
    filed = life.accepted()

    def do(case: CaseFile) -> tuple[int, int]:
        start(case)
        row, clock = case.clocks["application", KEY]
        assert (row.id, row.due_on, clock.limit) == (UNWRITTEN, day("2026-03-09"), 5)
        return len(case.clocks), case.clocks.spent(clock)[0]

    assert act(life, filed, do) == (6, 0)
    assert life.rows(LegalClock, filed, key=KEY)[0].generation == 1
    assert timers(life, filed, KEY) == ["armed"]


def test_once_saved_a_started_clock_has_its_key(life: Life) -> None:
    filed = life.accepted()

    def do(case: CaseFile) -> int:
        start(case)
        case.save()
        return case.clocks["application", KEY][0].id

    assert act(life, filed, do) == life.rows(LegalClock, filed, key=KEY)[0].id


def test_starting_and_ending_a_clock_reads_none(life: Life) -> None:
    filed = life.accepted()

    def do(case: CaseFile) -> list[str]:
        with counted(life.engine) as sent:
            start(case)
            case.clocks.end(P1, ("committed", "statutory"))
        return sent

    assert act(life, filed, do) == []


def test_a_clock_started_twice_in_one_act_is_of_the_next_generation(life: Life) -> None:
    filed = life.accepted()

    def do(case: CaseFile) -> None:
        start(case)
        start(case)

    act(life, filed, do)

    assert [row.generation for row in life.rows(LegalClock, filed, key=KEY)] == [1, 2]


def test_its_ledger_says_why_a_clock_starts_later(life: Life) -> None:
    filed = life.accepted()

    act(life, filed, lambda case: start(case, received_on=case.context.today - timedelta(days=3)))

    assert [row.kind for row in life.rows(ClockEntry, filed, key=KEY)] == ["run"]


@pytest.mark.parametrize("is_read", [True, False])
def test_an_ended_clock_is_ended_in_memory_and_in_its_table(life: Life, *, is_read: bool) -> None:
    filed = life.accepted()

    def do(case: CaseFile) -> None:
        start(case)
        if is_read:
            assert len(case.clocks) == 6
        case.clocks.end("application", (KEY,))
        row, clock = case.clocks["application", KEY]
        assert (row.ended_on, clock.ended_on) == (case.context.today, case.context.today)

    act(life, filed, do)

    assert life.rows(LegalClock, filed, key=KEY)[0].ended_on == day("2026-03-02")
    assert timers(life, filed, KEY) == ["cancelled"]


def test_a_stop_is_entered_and_closed(life: Life) -> None:
    filed = life.accepted()

    def do(case: CaseFile) -> None:
        case.clocks.enter(P1, "statutory", Entry("stop", case.context.today, notice="1"))
        case.clocks.close_stops(P1, ("statutory",))
        assert [one.to_on for one in case.clocks[P1, "statutory"][1].entries] == [case.context.today]

    act(life, filed, do)

    assert [row.to_on for row in life.rows(ClockEntry, filed, key="statutory")] == [day("2026-03-02")]


def test_only_timers_armed_before_are_taken_back(life: Life) -> None:
    filed = life.accepted()

    def do(case: CaseFile) -> None:
        start(case)
        case.clocks.disarm(["application"], [KEY])
        due_on, yellow_on = case.clocks.due(case.context.today, 3)
        case.clocks.arm("application", KEY, started_on=case.context.today, due_on=due_on, yellow_on=yellow_on)

    act(life, filed, do)

    assert sorted(timers(life, filed, KEY)) == ["armed", "cancelled"]


def test_a_wait_shows_at_once_until_it_is_taken_back(life: Life) -> None:
    filed = life.accepted()

    def do(case: CaseFile) -> None:
        assert case.clocks.waits == []
        assert case.clocks.wait("application", "answer", 3) == day("2026-03-05")
        (waited,) = case.clocks.waits
        assert (waited.working_days, waited.due_on) == (3, day("2026-03-05"))
        case.clocks.disarm(["application"], ["answer"])
        assert case.clocks.waits == []

    act(life, filed, do)

    assert timers(life, filed, "answer") == ["cancelled"]


def test_a_wait_once_saved_is_read_with_its_key(life: Life) -> None:
    filed = life.accepted()

    def do(case: CaseFile) -> list[int]:
        assert case.clocks.waits == []
        case.clocks.wait("application", "answer", 3)
        case.save()
        return [one.id for one in case.clocks.waits]

    assert act(life, filed, do) == [row.id for row in life.rows(Timer, filed, clock="answer")]
