"""A coded reason is offered and taken only where the facts of the case bear it out."""

from typing import Any

import pytest

from permits.errors import Invalid
from permits.services.deciding.verdicts import Verdict, fitting_codes
from tests.permits.lives import POLICE, ROADS, Life

BROKEN = {"excavate": {"area_m2": 20}, "road_opened_on": "2024-06-30"}
IN_MORATORIUM = ["moratorium_not_lifted"]


def offered(life: Life, case: int, item: str) -> set[str]:
    wanted = life.item(case, item).id
    return {one.key for one in life.look("lead", case, lambda file: fitting_codes(file, file.item(wanted)))}


def because(code: str) -> Verdict:
    return Verdict("不符合规定。", reason_code=code)


@pytest.mark.parametrize("code", ["co_approval_refused", "moratorium_not_lifted", "term_over_limit"])
def test_a_reason_that_the_facts_contradict_is_neither_offered_nor_taken(life: Life, code: str) -> None:
    case = life.accepted()
    life.answer(case, POLICE)
    assert code not in offered(life, case, ROADS)
    assert "traffic_unsafe" in offered(life, case, ROADS)

    with pytest.raises(Invalid) as refused:
        life.answer(case, ROADS, because(code))

    assert [name for name, *_ in refused.value.problems] == ["reason_code"]
    assert life.item(case, ROADS).state == "open"


def test_a_department_that_did_refuse_is_a_reason(life: Life) -> None:
    case = life.accepted()
    life.answer(case, POLICE, because("traffic_unsafe"))

    life.answer(case, ROADS, because("co_approval_refused"))

    assert life.permit(case).state == "refused"


@pytest.mark.parametrize(
    ("answers", "code", "is_offered"),
    [
        ({"utilities": {"works": ["pipe"], "on_bridge": True}}, "bridge_prohibited", False),
        ({"utilities": {"works": ["pipe"]}}, "bridge_prohibited", False),
        ({"occupy": {"part": "footway", "area_m2": 60, "days": 120}}, "term_over_limit", True),
    ],
)
def test_an_unknown_fact_bears_out_nothing(life: Life, answers: Any, code: str, is_offered: bool) -> None:
    case = life.accepted(**answers)
    permit = "road-utilities" if "utilities" in answers else "road-occupation"

    assert (code in offered(life, case, f"{permit}:roads:decision")) is is_offered


def test_the_government_gives_its_own_reason_and_the_decider_cites_it(life: Life) -> None:
    case = life.accepted(**BROKEN)
    government = "road-occupation:government:government"
    assert set(IN_MORATORIUM) <= offered(life, case, government)
    assert not set(IN_MORATORIUM) & offered(life, case, ROADS)
