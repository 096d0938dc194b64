"""S02, variants: what the refusal of one permit means for the others, and how it is settled before delivery."""

from typing import Any

import pytest

from tests.offices import Office
from tests.scenarios.test_s02_partly_granted import ANSWERS, NO_TREE, REFUSED

P1, P2, P3, P4 = "road-occupation", "road-utilities", "green-space", "trees"
NOTICE_OVER = "2026-03-06T09:00:00"  # the trees are on public notice for three working days
NO_ROAD = {"opinion": "The frontage is barred.", "reason_code": "frontage_barred"}


@pytest.fixture
def accepted(office: Office) -> Any:
    """Accepted on Monday 2 March; the police have agreed on the 5th."""
    office.at("2026-03-02T09:00:00")
    case = office.accepted(ANSWERS)
    office.at("2026-03-05T09:00:00")
    office.answer("police", case["id"], kind="co_approval", permit=P1)
    return case["id"]


def permits(office: Office, case: int) -> dict[str, Any]:
    return {one["key"]: one for one in office.contractor.get(f"/applications/{case}")["permits"]}


def refuse_road(office: Office, case: int) -> None:
    office.answer("roads", case, kind="decision", permit=P1, action="refuse", body=NO_ROAD)


def test_road_refused_leaves_the_others_moot_and_nobody_refuses_them(office: Office, accepted: int) -> None:
    refuse_road(office, accepted)

    found = permits(office, accepted)
    assert {key: one["state"] for key, one in found.items()} == {P1: "refused", P3: "under_review", P4: "under_review"}
    assert {key: one["is_moot"] for key, one in found.items()} == {P1: False, P3: True, P4: True}
    notices = office.contractor.get(f"/applications/{accepted}/notices")["items"]
    assert [one["kind"] for one in notices].count("moot_question") == 1
    assert office.contractor.get(f"/applications/{accepted}")["state"] == "in_review"


def test_the_applicant_answers_and_each_permit_follows(office: Office, accepted: int) -> None:
    refuse_road(office, accepted)

    unknown = office.act("contractor", accepted, "answer_moot", {"go_on": [P1]}, 422)
    assert P1 in str(unknown["errors"])
    answered = office.act("contractor", accepted, "answer_moot", {"go_on": [P3], "withdraw": [P4]})

    found = {one["key"]: one for one in answered["permits"]}
    assert (found[P3]["moot_answer"], found[P3]["state"]) == ("go_on", "under_review")
    assert (found[P4]["moot_answer"], found[P4]["state"]) == ("withdraw", "withdrawn")
    assert office.act("contractor", accepted, "answer_moot", {"go_on": [P3]}, 409)["code"] == "guards_unmet"
    office.answer("greening", accepted, kind="decision", permit=P3)
    decided = office.contractor.get(f"/applications/{accepted}")
    assert (decided["state"], decided["outcome"]) == ("decided", "partly_granted")


def test_withdrawing_all_that_is_moot_ends_the_case_and_the_refusal_is_served(office: Office, accepted: int) -> None:
    refuse_road(office, accepted)

    ended = office.act("contractor", accepted, "answer_moot", {"withdraw": [P3, P4]})

    assert (ended["state"], ended["status_code"]) == ("withdrawn", 14)
    assert office.act("window", accepted, "deliver", {"recipient": "陈建"})["delivered_at"] is not None


def test_silence_is_reminded_after_three_working_days_and_decides_nothing(office: Office, accepted: int) -> None:
    refuse_road(office, accepted)
    office.at("2026-03-10T23:59:00")
    assert "permit.moot_reminder" not in events(office, accepted)
    office.at("2026-03-11T00:01:00")
    assert events(office, accepted).count("permit.moot_reminder") == 1

    office.at("2026-03-20T09:00:00")
    assert {one["state"] for key, one in permits(office, accepted).items() if key != P1} == {"under_review"}
    office.answer("greening", accepted, kind="decision", permit=P3)
    assert permits(office, accepted)[P3]["decision"] == "granted", "it is decided on its own merits"


def test_an_answered_question_is_not_reminded(office: Office, accepted: int) -> None:
    refuse_road(office, accepted)
    office.act("contractor", accepted, "answer_moot", {"go_on": [P3, P4]})

    office.at("2026-03-12T09:00:00")

    assert "permit.moot_reminder" not in events(office, accepted)


def test_only_the_applicant_answers(office: Office, accepted: int) -> None:
    refuse_road(office, accepted)

    assert office.act("lead", accepted, "answer_moot", {"go_on": [P3]}, 403)["code"] == "role_not_held"
    stale = office.act("contractor", accepted, "answer_moot", {"go_on": [P3], "expected_version": 1}, 409)
    assert stale["code"] == "version_conflict"


def events(office: Office, case: int) -> list[str]:
    return [one["type"] for one in office.auditor.get(f"/applications/{case}/events")["items"]]


def refuse_trees(office: Office, case: int) -> None:
    office.answer("greening", case, kind="decision", permit=P4, action="refuse", body=REFUSED)


@pytest.mark.parametrize(("who", "permit"), [("roads", P1), ("greening", P3)])
def test_trees_refused_the_others_are_granted_only_on_condition(
    office: Office, accepted: int, who: str, permit: str
) -> None:
    refuse_trees(office, accepted)

    held = office.answer(who, accepted, kind="decision", permit=permit, expect=409)
    assert held["code"] == "guards_unmet"
    assert held["unmet"] == [
        "Grant it only on condition: that no tree is touched, or that the other decision allows it"
    ]
    assert "38" in held["law"]
    office.answer(who, accepted, kind="decision", permit=permit, body=NO_TREE)
    assert permits(office, accepted)[permit]["conditions"][0]["kind"] == "no_tree_touched"


def test_a_grant_that_came_first_is_settled_by_the_lead_before_delivery(office: Office, accepted: int) -> None:
    office.answer("roads", accepted, kind="decision", permit=P1)
    office.answer("greening", accepted, kind="decision", permit=P3, body=NO_TREE)
    refuse_trees(office, accepted)
    assert "permit.unsettled" in events(office, accepted)

    held = office.act("window", accepted, "deliver", {"recipient": "陈建"}, expect=409)
    assert held["unmet"] == ["Settle first, with a suspensive condition: P1"]
    assert "38" in held["law"]

    body = {"text": "Works start only where no tree is touched."}
    door = f"/applications/{accepted}/permits/{P1}/actions/settle_dependency"
    assert office.roads.post(door, body, 403)["code"] == "role_not_held"
    assert office.lead.post(door, {"text": " "}, 422)["code"] == "invalid"
    assert office.lead.post(door, {**body, "kind": "hours"}, 422)["code"] == "invalid"
    settled = office.lead.post(door, body)
    assert settled["conditions"] == [{"kind": "no_tree_touched", "text": body["text"]}]
    assert office.lead.post(door, body, 409)["code"] == "guards_unmet"

    licence = office.contractor.get(f"/licences/{settled['licence_number']}")
    assert licence["conditions"] == settled["conditions"]
    notices = [
        (one["kind"], one["permit"]) for one in office.contractor.get(f"/applications/{accepted}/notices")["items"]
    ]
    assert notices.count(("licence_decision", P1)) == 1
    assert notices.count(("licence", P1)) == 2, "issued anew with its condition"
    assert office.act("window", accepted, "deliver", {"recipient": "陈建"})["state"] == "delivered"


def test_a_grant_with_its_condition_needs_no_settling(office: Office, accepted: int) -> None:
    office.answer("roads", accepted, kind="decision", permit=P1, body=NO_TREE)
    office.answer("greening", accepted, kind="decision", permit=P3, body=NO_TREE)
    refuse_trees(office, accepted)

    assert "permit.unsettled" not in events(office, accepted)
    assert office.act("window", accepted, "deliver", {"recipient": "陈建"})["state"] == "delivered"


def branch(office: Office, case: int, body: Any, expect: int = 200, *, who: str = "lead", permit: str = P3) -> Any:
    return office.caller(who).post(f"/applications/{case}/permits/{permit}/actions/add_branch", body, expect)


def test_a_department_joins_mid_way_and_the_decision_waits_for_its_agreement(office: Office, accepted: int) -> None:
    office.at("2026-03-10T09:00:00")
    joined = branch(office, accepted, {"department": "police", "kind": "co_approval", "reason": "Sight lines."})
    assert joined["committed_due_on"] == "2026-03-11", "the promise stands"

    item = office.item(accepted, kind="co_approval", department="police", permit=P3)
    assert (item["state"], item["due_on"], item["reason"]) == ("open", "2026-03-11", "Sight lines.")
    held = office.answer("greening", accepted, kind="decision", permit=P3, expect=409)
    assert held["unmet"] == ["Wait for every department that must agree"]
    office.answer("police", accepted, kind="co_approval", permit=P3)
    office.answer("greening", accepted, kind="decision", permit=P3)


def test_an_opinion_is_waited_for_only_where_it_blocks(office: Office, accepted: int) -> None:
    branch(office, accepted, {"department": "police", "kind": "opinion", "reason": "For information."}, permit=P4)
    office.at(NOTICE_OVER)
    office.answer("greening", accepted, kind="decision", permit=P4)
    assert office.item(accepted, kind="opinion", department="police", permit=P4)["state"] == "cancelled"

    asked = {"department": "police", "kind": "opinion", "reason": "Sight lines.", "blocks": True}
    branch(office, accepted, asked)
    held = office.answer("greening", accepted, kind="decision", permit=P3, expect=409)
    assert held["unmet"] == ["Work that must come first is not done"]


def test_what_a_branch_may_not_be(office: Office, accepted: int) -> None:
    agreed = {"department": "police", "kind": "co_approval", "reason": "Sight lines."}
    assert branch(office, accepted, agreed, 409, permit=P1)["code"] == "already_taking_part"
    for wrong in ({"department": "fire"}, {"department": "government"}, {"kind": "decision"}, {"reason": " "}):
        refused = branch(office, accepted, {**agreed, **wrong}, 422)
        assert (refused["code"], "26" in refused["law"]) == ("invalid", True)
    assert branch(office, accepted, agreed, 403, who="greening")["code"] == "role_not_held"
    office.answer("greening", accepted, kind="decision", permit=P3)
    assert branch(office, accepted, agreed, 409)["code"] == "action_not_open"
