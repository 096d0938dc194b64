"""Asking a department again: the next round, what an answer rests on, and the day the permit was promised for."""

from dataclasses import replace

from permits.casefile import ActContext, open_case
from permits.models import Timer
from permits.services.case.reassignment import Work, again, ask, fingerprint_of
from tests.permits.lives import POLICE, Life

P1 = "road-occupation"


def ask_greening(context: ActContext, application_id: int, *, limit: int, waits: bool) -> None:
    case = open_case(context, application_id=application_id)
    ask(case, Work(P1, "greening", "opinion", (), blocks=False, limit_working_days=limit), reason="行道树", waits=waits)
    case.record("permit.branch_added", {"permit": P1, "department": "greening", "kind": "opinion", "blocks": False})
    case.save()


def test_the_next_round_is_the_same_work_with_a_higher_number(life: Life) -> None:
    filed = life.accepted()

    work = again(life.item(filed, POLICE))

    assert (work.name, work.round, work.blocks) == (POLICE, 2, True)


def test_work_asked_for_late_ends_by_the_promised_day(life: Life) -> None:
    filed = life.accepted()
    promised_on = life.permit(filed).committed_due_on
    life.at("2026-03-09 10:00")

    life.act("roads", ask_greening, filed, limit=5, waits=False)

    item = life.item(filed, f"{P1}:greening:opinion")
    assert (item.state, item.due_on, item.limit_working_days) == ("open", promised_on, 2)
    assert [row.state for row in life.rows(Timer, filed, scope=f"item:{P1}:greening:opinion")] == ["armed"]


def test_work_asked_for_after_the_promised_day_has_one_working_day(life: Life) -> None:
    filed = life.accepted()
    life.at("2026-03-20 10:00")

    life.act("roads", ask_greening, filed, limit=5, waits=False)

    assert life.item(filed, f"{P1}:greening:opinion").limit_working_days == 1


def test_work_that_waits_has_no_day_and_no_timer(life: Life) -> None:
    filed = life.accepted()

    life.act("roads", ask_greening, filed, limit=5, waits=True)

    item = life.item(filed, f"{P1}:greening:opinion")
    assert (item.state, item.due_on, item.opened_at) == ("waiting", None, None)
    assert life.rows(Timer, filed, scope=f"item:{P1}:greening:opinion") == []


def test_an_answer_rests_on_its_inputs_and_not_on_who_the_agent_is(life: Life) -> None:
    filed = life.accepted()
    form = life.look("police", filed, lambda case: case.form)
    other_agent = replace(form, agent={**form.agent, "name": "李四"})
    larger = replace(form, answers={**form.answers, "occupy": {**form.answers["occupy"], "area_m2": 61}})

    was, agent, area = (
        life.look("police", filed, lambda case, shown=shown: fingerprint_of(case, POLICE, shown))
        for shown in (form, other_agent, larger)
    )

    assert was == agent != area
