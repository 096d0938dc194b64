import pytest

from permits.errors import Conflict, Invalid, NotFound
from permits.models import Event, WorkItem
from permits.services.deciding import work_items
from permits.services.deciding.work_items import Verdict
from permits.services.offers import actions
from tests.permits.lives import GREENING, POLICE, REFUSED, ROADS, Life
from workflows import ActionNotOpen, GuardsUnmet, RoleNotHeld


def test_the_first_claim_moves_the_exchange_code_from_accepted_to_in_progress(life: Life) -> None:
    filed = life.accepted()

    life.act("roads", work_items.claim, life.item(filed, ROADS).id)

    item = life.item(filed, ROADS)
    assert (item.state, item.assignee_id) == ("claimed", life.actor("roads").id)
    assert (life.application(filed).status_code, life.application(filed).has_started) == (8, True)


def test_of_two_clerks_only_one_claims(life: Life) -> None:
    filed = life.accepted()
    item = life.item(filed, ROADS)
    life.act("roads", work_items.claim, item.id, expected_version=item.version)

    with pytest.raises(Conflict) as late:
        life.act("roads2", work_items.claim, item.id, expected_version=item.version)
    with pytest.raises(ActionNotOpen):
        life.act("roads2", work_items.claim, item.id)

    assert late.value.details["last"]["by"] == "roads"


def test_a_released_item_is_free_for_the_others(life: Life) -> None:
    filed = life.accepted()
    item_id = life.item(filed, ROADS).id
    life.act("roads", work_items.claim, item_id)
    with pytest.raises(GuardsUnmet):
        life.act("roads2", work_items.release, item_id)

    life.act("roads", work_items.release, item_id)
    life.act("roads2", work_items.claim, item_id)

    assert life.item(filed, ROADS).assignee_id == life.actor("roads2").id


def test_a_refused_co_approval_leaves_only_the_refusal(life: Life) -> None:
    filed = life.accepted()
    life.answer(filed, POLICE, REFUSED)

    with pytest.raises(GuardsUnmet):
        life.answer(filed, ROADS)
    life.answer(filed, ROADS, REFUSED)

    assert life.application(filed).outcome == "all_refused"


def test_consultations_still_open_are_cancelled_at_the_decision(life: Life) -> None:
    filed = life.accepted("green")

    life.answer(filed, GREENING)

    states = {(row.department, row.kind): row.state for row in life.rows(WorkItem, filed, permit="green-space")}
    assert states == {
        ("planning", "opinion"): "cancelled",
        ("roads", "opinion"): "cancelled",
        ("greening", "decision"): "done",
    }


def test_a_department_answers_only_its_own_items(life: Life) -> None:
    filed = life.accepted("green")

    with pytest.raises(RoleNotHeld):
        life.answer(filed, ROADS, who="greening")
    with pytest.raises(NotFound):
        life.act("contractor2", work_items.approve, life.item(filed, ROADS).id, Verdict(opinion="x"))


@pytest.mark.parametrize(
    ("verdict", "field"),
    [
        (Verdict(opinion="x" * 4001), "opinion"),
        (Verdict(opinion="x", conditions=[{"kind": "dance", "text": "y"}]), "conditions.0.kind"),
        (Verdict(opinion="x", conditions=[{"kind": "period", "text": " "}]), "conditions.0.text"),
        (Verdict(opinion=" ", reason_code="conditions_not_met"), "opinion"),
        (Verdict(opinion="x", reason_code="bad_mood"), "reason_code"),
    ],
)
def test_a_malformed_verdict_is_refused_with_the_field(life: Life, verdict: Verdict, field: str) -> None:
    filed = life.accepted()

    with pytest.raises(Invalid) as refused:
        life.answer(filed, POLICE, verdict)

    assert [name for name, _, _ in refused.value.problems] == [field]
    assert life.item(filed, POLICE).state == "open"


def test_a_note_stands_in_the_history(life: Life) -> None:
    filed = life.accepted()

    life.act("roads", work_items.claim, life.item(filed, ROADS).id, note="先看现场")

    event = life.rows(Event, filed)[-1]
    assert event.internal["note"] == "先看现场"
    assert "先看现场" not in str(event.payload)


def test_actions_name_what_holds_them_back(life: Life) -> None:
    filed = life.accepted()
    item = life.item(filed, ROADS)

    offers = {
        offer.name: offer for offer in life.look("roads", filed, actions.available) if offer.target == str(item.id)
    }

    assert set(offers) >= {"claim", "approve", "refuse"}
    assert (offers["claim"].ready, offers["approve"].ready, offers["refuse"].ready) == (True, False, True)
    assert offers["approve"].unmet


def test_an_applicant_is_offered_the_applicants_acts_only(life: Life) -> None:
    filed = life.accepted()

    names = {offer.name for offer in life.look("contractor", filed, actions.available)}

    assert {"withdraw", "urge"} <= names
    assert names.isdisjoint({"approve", "refuse", "claim", "accept", "deliver"})
