"""What is late is answered for: orders, their answers, second orders, the explanation the public is owed."""

from typing import Any, get_args

import pytest

from permits.api.shapes.answers import Kind
from permits.errors import Conflict, Invalid
from permits.models import Event, Explanation, Notice, SupervisionOrder, Timer
from permits.services.closing import withdrawals
from permits.services.offers import actions
from permits.services.oversight import supervision
from permits.services.oversight.notices import KIND_WORDS
from permits.services.oversight.supervision import Answer
from tests.permits.lives import POLICE, ROADS, Life, day, moment
from workflows import GuardsUnmet, RoleNotHeld

SCOPE = f"item:{POLICE}"
SORRY = Answer(cause="两名民警抽调。", measures="调配人员。", finish_by=day("2026-03-10"))


def orders(life: Life, filed: int, **wanted: Any) -> list[Any]:
    return life.rows(SupervisionOrder, filed, **wanted)


def late(life: Life) -> int:
    """A case whose police, with three working days from Monday 2 March, have just turned red."""
    filed = life.accepted()
    life.at("2026-03-06 00:00")
    return filed


def test_a_duty_that_turns_red_raises_one_order_by_itself(life: Life) -> None:
    filed = life.accepted()
    life.at("2026-03-05 23:59")
    assert orders(life, filed) == []

    life.at("2026-03-06 00:00")
    life.at("2026-03-06 00:00")

    (order,) = orders(life, filed)
    assert (order.scope, order.department, order.state, order.raised_by) == (SCOPE, "police", "open", "system")
    assert (order.raised_at, order.answer_by_on) == (moment("2026-03-06 00:00"), day("2026-03-11"))
    assert order.number.startswith(life.application(filed).number)
    assert [row.kind for row in life.rows(Notice, filed) if row.number == order.number] == ["supervision"]
    story = life.events(filed)
    assert story[story.index("clock.red") + 1] == "supervision.ordered"


def test_an_order_without_an_answer_is_told_higher_up_once_its_days_have_passed(life: Life) -> None:
    filed = late(life)
    life.at("2026-03-11 23:59")
    assert "supervision.unanswered" not in life.events(filed)

    life.at("2026-03-12 00:00")
    life.at("2026-03-20 00:00")

    told = [row.payload["scope"] for row in life.rows(Event, filed, type="supervision.unanswered")]
    assert told.count(SCOPE) == 1


def test_an_answered_order_is_settled_and_takes_its_escalation_back(life: Life) -> None:
    filed = late(life)

    life.act("police-head", supervision.answer_supervision, filed, SORRY)
    life.at("2026-03-12 00:00")

    (order,) = orders(life, filed, scope=SCOPE)[:1]
    assert (order.state, order.cause, order.finish_by_on, order.answered_by) == (
        "answered",
        SORRY.cause,
        SORRY.finish_by,
        "police-head",
    )
    told = [row.payload["scope"] for row in life.rows(Event, filed, type="supervision.unanswered")]
    assert SCOPE not in told


@pytest.mark.parametrize(("agrees_on", "count"), [("2026-03-10 23:00", 1), (None, 2)])
def test_a_second_order_follows_only_if_it_is_still_late_after_the_day_named(
    life: Life, agrees_on: str | None, count: int
) -> None:
    filed = late(life)
    life.act("police", supervision.answer_supervision, filed, SORRY)
    if agrees_on:
        life.at(agrees_on)
        life.answer(filed, POLICE)

    life.at("2026-03-10 23:59")
    assert len(orders(life, filed, scope=SCOPE)) == 1
    life.at("2026-03-11 00:00")

    assert len(orders(life, filed, scope=SCOPE)) == count
    assert life.rows(Timer, filed, clock="finish", state="armed") == []


def test_a_late_duty_that_is_done_still_owes_its_answer(life: Life) -> None:
    filed = late(life)
    life.answer(filed, POLICE)

    life.act("police", supervision.answer_supervision, filed, SORRY)

    assert [row.state for row in orders(life, filed)] == ["answered"]
    assert life.rows(Timer, filed, clock="finish") == []


def test_the_lead_may_raise_an_order_at_any_time_but_not_two_about_one_thing(life: Life) -> None:
    filed = life.accepted()
    item = life.item(filed, ROADS).id

    life.act("lead", supervision.escalate, filed, reason="申请人多次催办。", work_item=item)

    (order,) = orders(life, filed)
    assert (order.department, order.raised_by, order.reason) == ("roads", "lead", "申请人多次催办。")
    with pytest.raises(Conflict) as stands:
        life.act("lead", supervision.escalate, filed, reason="再催。", work_item=item)
    assert (stands.value.code, stands.value.law) == ("order_stands", supervision.LAW_10)
    life.act("lead", supervision.escalate, filed, reason="全部门督促。", department="roads")
    with pytest.raises(Invalid):
        life.act("lead", supervision.escalate, filed, reason="与其无关。", department="greening")
    with pytest.raises(Invalid):
        life.act("lead", supervision.escalate, filed, reason=" ", department="police")


def test_only_who_is_addressed_answers_and_two_orders_must_be_told_apart(life: Life) -> None:
    filed = late(life)
    for stranger in ("roads", "contractor"):
        with pytest.raises((RoleNotHeld, GuardsUnmet)):
            life.act(stranger, supervision.answer_supervision, filed, SORRY)
    with pytest.raises(RoleNotHeld):
        life.act("police", supervision.escalate, filed, reason="催。")
    with pytest.raises(Conflict):
        life.act("police", supervision.answer_supervision, filed, SORRY, expected_version=99)
    with pytest.raises(Invalid):
        life.act("police", supervision.answer_supervision, filed, Answer(" ", "", day("2026-03-10")))
    with pytest.raises(Invalid):
        life.act("police", supervision.answer_supervision, filed, Answer("甲", "乙", day("2026-03-05")))
    life.act("lead", supervision.escalate, filed, reason="部门整体督促。", department="police")
    with pytest.raises(Invalid):
        life.act("police", supervision.answer_supervision, filed, SORRY)

    second = orders(life, filed)[1].number
    life.act("police", supervision.answer_supervision, filed, Answer("甲", "乙", day("2026-03-10"), number=second))

    assert [row.state for row in orders(life, filed)] == ["open", "answered"]


def test_answering_is_offered_to_whom_it_is_owed_and_to_nobody_else(life: Life) -> None:
    filed = late(life)

    def offered(who: str) -> bool:
        offers = life.look(who, filed, actions.available)
        return any(one.name == "answer_supervision" and one.ready for one in offers)

    asked = {who: offered(who) for who in ("police", "police-head", "roads", "lead", "window", "contractor")}
    assert asked == {
        "police": True,
        "police-head": True,
        "roads": False,
        "lead": False,
        "window": False,
        "contractor": False,
    }


def test_a_withdrawn_case_raises_no_orders_any_more(life: Life) -> None:
    filed = late(life)
    life.act("police", supervision.answer_supervision, filed, SORRY)
    life.act("contractor", withdrawals.withdraw, filed, reason="项目取消。")

    life.at("2026-04-30 00:00")

    assert len(orders(life, filed)) == 1
    assert life.rows(Explanation, filed) == []


def test_an_order_can_name_every_kind_of_duty() -> None:
    """One it could not name would hold up the sweep of its case."""
    assert KIND_WORDS.keys() == set(get_args(Kind))
