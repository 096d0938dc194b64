import pytest

from permits.errors import Conflict, Forbidden, Invalid
from permits.services.closing import delivery, withdrawals
from permits.services.deciding.work_items import Verdict
from tests.permits.lives import AGREED, GREENING, POLICE, REFUSED, ROADS, Life
from workflows import RoleNotHeld


def test_withdrawing_the_whole_cancels_all_open_work(life: Life) -> None:
    filed = life.accepted("green")

    life.act("contractor", withdrawals.withdraw, filed, reason="方案调整")

    app = life.application(filed)
    assert (app.state, app.outcome, app.status_code) == ("withdrawn", "withdrawn", 14)
    assert {life.permit(filed, key).state for key in app.required} == {"withdrawn"}
    assert life.item(filed, ROADS).state == "cancelled"
    assert life.at("2026-12-01 00:00") == 0


def test_withdrawing_before_acceptance_has_its_own_exchange_code(life: Life) -> None:
    filed = life.submitted(papers=False)

    life.act("contractor", withdrawals.withdraw, filed, reason="方案调整")

    assert life.application(filed).status_code == 2


def test_withdrawing_one_permit_leaves_the_other_to_decide(life: Life) -> None:
    filed = life.accepted("green")

    life.act("contractor", withdrawals.withdraw, filed, reason="不再占绿", permits=["green-space"])
    life.answer(filed, "road-occupation:planning:opinion")
    life.answer(filed, POLICE)
    life.answer(filed, ROADS)

    assert life.permit(filed, "green-space").state == "withdrawn"
    assert life.item(filed, GREENING).state == "cancelled"
    assert (life.application(filed).state, life.application(filed).outcome) == ("decided", "all_granted")


@pytest.mark.parametrize("verdict", [AGREED, REFUSED])
@pytest.mark.parametrize("is_decided_first", [True, False])
def test_the_outcome_follows_from_the_set_whatever_the_order(
    life: Life, verdict: Verdict, is_decided_first: bool
) -> None:
    filed = life.accepted("green")
    steps = [
        lambda: life.answer(filed, GREENING, verdict),
        lambda: life.act("contractor", withdrawals.withdraw, filed, reason="x", permits=["road-occupation"]),
    ]
    for step in steps if is_decided_first else reversed(steps):
        step()

    assert life.application(filed).outcome == ("all_granted" if verdict is AGREED else "all_refused")


def test_a_single_permit_is_withdrawn_only_after_acceptance(life: Life) -> None:
    filed = life.submitted("green")

    with pytest.raises(Conflict) as refused:
        life.act("contractor", withdrawals.withdraw, filed, reason="x", permits=["green-space"])

    assert refused.value.code == "action_not_open"


def test_withdrawing_what_is_left_keeps_what_is_granted_and_delivers_it(life: Life) -> None:
    filed = life.accepted("green")
    life.answer(filed, GREENING)

    life.act("contractor", withdrawals.withdraw, filed, reason="不再占路", permits=["road-occupation"])
    life.act("window", delivery.deliver, filed, recipient="陈建")

    app = life.application(filed)
    assert (app.state, app.outcome, app.delivered_at is not None) == ("withdrawn", "all_granted", True)
    assert life.permit(filed, "green-space").state == "granted"


def test_a_decided_permit_is_not_withdrawn(life: Life) -> None:
    filed = life.accepted("green")
    life.answer(filed, GREENING)

    with pytest.raises(Invalid):
        life.act("contractor", withdrawals.withdraw, filed, reason="x", permits=["green-space"])


def test_only_the_applicant_withdraws(life: Life) -> None:
    filed = life.accepted("green")

    with pytest.raises(RoleNotHeld):
        life.act("window", withdrawals.withdraw, filed, reason="x")
    with pytest.raises(Forbidden):
        life.act("window", withdrawals.withdraw, filed, reason="x", permits=["green-space"])
