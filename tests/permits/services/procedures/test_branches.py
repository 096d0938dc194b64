"""A department that joins mid-way: its work opens at once, and a decision waits for an agreement."""

import pytest

from permits.errors import Conflict, Invalid
from permits.services.procedures.branches import Branch, add_branch
from tests.permits.lives import POLICE, ROADS, Life
from workflows import GuardsUnmet

P1 = "road-occupation"
WHY = "涉及行道树。"


def test_the_decision_waits_for_an_agreement_of_a_department_that_joined(life: Life) -> None:
    filed = life.accepted()
    life.act("lead", add_branch, filed, P1, Branch("greening", "co_approval", WHY))
    joined = f"{P1}:greening:co_approval"

    assert (life.item(filed, joined).state, life.item(filed, joined).blocks) == ("open", True)
    life.answer(filed, POLICE)
    with pytest.raises(GuardsUnmet):
        life.answer(filed, ROADS)
    life.answer(filed, joined)
    life.answer(filed, ROADS)

    assert life.permit(filed).decision == "granted"


def test_an_opinion_that_does_not_block_holds_nothing_back(life: Life) -> None:
    filed = life.accepted()
    life.act("lead", add_branch, filed, P1, Branch("greening", "opinion", WHY))

    life.answer(filed, POLICE)
    life.answer(filed, ROADS)

    assert life.permit(filed).decision == "granted"


def test_who_takes_part_already_does_not_join(life: Life) -> None:
    filed = life.accepted()

    with pytest.raises(Conflict) as refused:
        life.act("lead", add_branch, filed, P1, Branch("police", "opinion", WHY))

    assert refused.value.code == "already_taking_part"


@pytest.mark.parametrize(
    ("branch", "fields"),
    [
        (Branch("window", "opinion", WHY), ["department"]),
        (Branch("railway", "decision", " "), ["department", "kind", "reason"]),
    ],
)
def test_a_branch_that_does_not_hold_is_refused_with_all_that_is_wrong(
    life: Life, branch: Branch, fields: list[str]
) -> None:
    filed = life.accepted()

    with pytest.raises(Invalid) as refused:
        life.act("lead", add_branch, filed, P1, branch)

    assert [field for field, *_ in refused.value.problems] == fields
    assert refused.value.law == "Administrative Licensing Law art. 26(2)"
