"""Duties of a case: the scope of their timers, the last day of a check, when waiting work opens."""

import pytest

from permits.casefile import ActContext, open_case
from permits.office import Office
from permits.services.case.duties import Duty, last_day_of_check
from permits.services.case.reassignment import Work, ask
from tests.permits.lives import POLICE, Life, day

AREA, P1 = "320699", "road-occupation"


def test_the_counter_holds_its_duties_on_the_whole_case() -> None:
    assert Duty(department="window", kind="intake", limit_working_days=3).scope == "item:intake"
    assert Duty(department="police", kind="co_approval", limit_working_days=3, permit="trees").scope == (
        "item:trees:police:co_approval"
    )


@pytest.mark.parametrize(
    ("limit", "intake_due_on", "last_on"),
    [
        (3, "2026-03-09", "2026-03-05"),
        (5, "2026-03-09", "2026-03-06"),
        (5, "2026-03-07", "2026-03-06"),
        (5, None, "2026-03-09"),
    ],
)
def test_the_counter_keeps_the_last_working_day_of_the_check(
    one_office: Office, limit: int, intake_due_on: str | None, last_on: str
) -> None:
    due_on = day(intake_due_on) if intake_due_on else None

    found = last_day_of_check(one_office.calendar_of(AREA), day("2026-03-02"), limit, intake_due_on=due_on)

    assert found == day(last_on)


def ask_after_police(context: ActContext, application_id: int) -> None:
    case = open_case(context, application_id=application_id)
    ask(case, Work(P1, "greening", "opinion", (POLICE,), blocks=False, limit_working_days=9), reason="", waits=True)
    case.record("permit.branch_added", {"permit": P1, "department": "greening", "kind": "opinion", "blocks": False})
    case.save()


def test_work_opens_once_all_it_waits_for_is_done_and_its_days_run_from_then(life: Life) -> None:
    filed, waiting = life.accepted(), f"{P1}:greening:opinion"
    life.act("roads", ask_after_police, filed)
    assert (life.item(filed, waiting).state, life.item(filed, waiting).due_on) == ("waiting", None)
    life.at("2026-03-05 10:00")

    life.answer(filed, POLICE)

    opened = life.item(filed, waiting)
    assert (opened.state, opened.due_on) == ("open", day("2026-03-16"))
    assert opened.opened_at == life.now


def test_finished_work_carries_who_did_it_and_how_long_it_took(life: Life) -> None:
    filed = life.accepted()
    life.at("2026-03-04 10:00")

    life.answer(filed, POLICE)

    done = life.item(filed, POLICE)
    assert (done.assignee_id, done.done_at, done.net_working_days) == (life.actor("police").id, life.now, 2)
