"""What is sent and does not hold is refused with the article that asks for it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from permits.errors import Invalid
from permits.models import Licence
from permits.services.closing import delivery
from permits.services.deciding import successions
from permits.services.intake import acceptance, deficiencies
from permits.services.intake.acceptance import NonAcceptance
from permits.services.intake.deficiencies import DeficiencyItem
from permits.services.licences import endings, inspections
from permits.services.licences.inspections import Record
from permits.services.oversight import supervision
from tests.permits.lives import Life, day

Act = Callable[[Life, Any], object]
M01 = DeficiencyItem(code="missing", reason="缺少该材料。", remedy="请补交。", material="M01")
M22 = DeficiencyItem(code="missing", reason="缺少该材料。", remedy="请补交。", material="M22")
AT_THE_COUNTER: list[tuple[str, Act]] = [
    ("32", lambda life, case: life.act("window", acceptance.declare_not_required, case, reason=" ")),
    (
        "32",
        lambda life, case: life.act("window", acceptance.refuse_acceptance, case, NonAcceptance(" ", "公路管理机构")),
    ),
    ("32(1)(2)", lambda life, case: life.act("window", acceptance.refuse_acceptance, case, NonAcceptance("属公路。"))),
    (
        "78, 79",
        lambda life, case: life.act(
            "window", acceptance.refuse_acceptance, case, NonAcceptance("禁止期。", ground="banned")
        ),
    ),
    ("32(1)(4), 72(4)", lambda life, case: life.act("window", deficiencies.notify_deficiencies, case, [])),
    ("31, 32(1)(4)", lambda life, case: life.act("window", deficiencies.notify_deficiencies, case, [M22])),
    ("31", lambda life, case: life.hand_in(case, "M22")),
    ("10", lambda life, case: life.act("lead", supervision.escalate, case, reason=" ")),
]


def tell(life: Life, number: str, **changes: Any) -> None:
    said = {"ground": "fraud", "reason": "图纸系伪造。", "answer_by": life.now.date() + timedelta(days=1), **changes}
    life.act("roads", endings.notify_intent, number, **said)


AFTER_THE_GRANT: list[tuple[str, Act]] = [
    ("7", lambda life, number: life.act("roads", endings.hear_defence, number, text=" ")),
    ("7", lambda life, number: tell(life, number, ground="displeasure")),
    ("7", lambda life, number: tell(life, number, reason=" ")),
    ("7", lambda life, number: tell(life, number, answer_by=life.now.date())),
    ("7", lambda life, number: tell(life, number, answer_by=None)),
    ("49", lambda life, number: life.act("contractor", successions.vary, number, {})),
    (
        "34(3)",
        lambda life, number: life.act(
            "roads", inspections.accept_inspection, number, Record(["32069900301"], "In order.")
        ),
    ),
    (
        "61",
        lambda life, number: life.act(
            "roads", inspections.accept_inspection, number, Record(["32069900301", "32069900302"], " ")
        ),
    ),
    (
        "35",
        lambda life, number: life.act(
            "roads", inspections.require_rectification, number, Record(["32069900301", "32069900302"], "裂。")
        ),
    ),
]


def refused(act: Act, life: Life, about: Any) -> str:
    with pytest.raises(Invalid) as refusal:
        act(life, about)
    return str(refusal.value.law).rpartition("art. ")[2]


@pytest.mark.parametrize(("article", "act"), AT_THE_COUNTER)
def test_at_the_counter(life: Life, article: str, act: Act) -> None:
    assert refused(act, life, life.submitted()) == article


@pytest.mark.parametrize(("article", "act"), AFTER_THE_GRANT)
def test_after_the_grant(life: Life, article: str, act: Act) -> None:
    filed = life.decided(period={"from": "2026-03-02", "to": "2026-05-30"})
    life.act("window", delivery.deliver, filed, recipient="陈建")
    number = life.rows(Licence, filed)[0].number
    life.act("contractor", inspections.request_inspection, number)

    assert refused(act, life, number) == article


def test_a_supplement_without_the_paper_asked_for(life: Life) -> None:
    filed = life.submitted()
    life.act("window", deficiencies.notify_deficiencies, filed, [M01])

    assert refused(lambda life, case: life.act("contractor", deficiencies.supplement, case), life, filed) == "32(1)(4)"


def test_a_renewal_beyond_the_longest_term(life: Life) -> None:
    period = {"from": "2026-03-10", "to": "2026-06-30"}
    green = {"area_m2": 80, "months": 4, "stays_after": False}
    filed = life.accepted(occupy=None, green=green, period=period)
    life.answer(filed, "green-space:greening:decision")
    number = life.rows(Licence, filed)[0].number

    late = day("2027-07-01")
    assert refused(lambda life, it: life.act("contractor", successions.renew, it, until=late), life, number) == "50"
