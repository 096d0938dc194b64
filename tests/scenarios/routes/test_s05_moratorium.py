"""S05: a road opened less than five years ago: roads reviews first, the file goes up, the city government answers."""

from typing import Any

import pytest

from tests.offices import PERIOD, Office

ANSWERS = {
    "road_class": "urban",
    "access_kind": "temporary",
    "period": {"from": "2026-08-10", "to": "2026-10-10"},
    "road_opened_on": "2023-06-30",
    "excavate": {"area_m2": 30},
}
OCCUPATION_ONLY = {**ANSWERS, "occupy": {"part": "footway", "area_m2": 40, "days": 60}, "excavate": None}
ROADS, GOVERNMENT = "road-occupation", {"kind": "government", "permit": "road-occupation"}
PRE_REVIEW = {"opinion": "The road is in its moratorium; the water main leaves no other place."}
NOT_LIFTED = {
    "opinion": "The city government has not approved.",
    "reason_code": "moratorium_not_lifted",
    "law": "Urban Road Administration Regulations art. 33(2)",
}


def item(office: Office, case: Any, kind: str, department: str) -> Any:
    return office.item(case["id"], kind=kind, department=department, permit=ROADS)


@pytest.fixture
def accepted(office: Office) -> Any:
    """Accepted on Monday 1 June 2026."""
    office.at("2026-06-01T09:00:00")
    return office.accepted(ANSWERS)


@pytest.fixture
def forwarded(office: Office, accepted: Any) -> Any:
    """Sent up on Friday 12 June; planning and police have agreed."""
    office.at("2026-06-12T15:00:00")
    office.answer("planning", accepted["id"], kind="opinion")
    office.answer("police", accepted["id"], kind="co_approval")
    office.answer("roads", accepted["id"], kind="opinion", action="forward", body=PRE_REVIEW)
    return accepted


def test_the_moratorium_is_told_with_its_last_day_and_adds_the_government(accepted: Any) -> None:
    gate = next(one for one in accepted["gates"] if one["key"] == "moratorium")
    assert "through 30 June 2028" in gate["message"]
    assert [one["key"] for one in accepted["permits"]] == [ROADS]
    assert {one["department"] for one in accepted["work_items"] if one["permit"]} == {
        "planning",
        "police",
        "roads",
        "government",
    }
    assert (accepted["committed_due_on"], accepted["statutory_due_on"]) == ("2026-07-09", "2026-07-28")
    assert accepted["joint_cap_on"] == "2026-08-04"


def test_the_pre_review_has_twenty_days_and_the_government_twenty_of_its_own(office: Office, forwarded: Any) -> None:
    pre_review, above = item(office, forwarded, "opinion", "roads"), item(office, forwarded, "government", "government")

    assert (pre_review["due_on"], pre_review["verdict"]) == ("2026-06-30", "forwarded")
    assert (above["state"], above["due_on"]) == ("open", "2026-07-13")


def test_the_government_stage_stops_no_clock(office: Office, forwarded: Any) -> None:
    case = office.lead.get(f"/applications/{forwarded['id']}")
    clocks = office.lead.get(f"/applications/{forwarded['id']}/clocks")["items"]

    assert not any(entry["kind"] == "stop" for one in clocks for entry in one["entries"])
    assert all(one["state"] == "running" for one in clocks if one["key"] in {"committed", "statutory", "joint"})
    assert (case["statutory_due_on"], case["joint_cap_on"]) == ("2026-07-28", "2026-08-04")


def test_all_files_go_up_and_nobody_may_ask_for_them_again(office: Office, forwarded: Any) -> None:
    case = forwarded["id"]
    events = office.lead.get(f"/applications/{case}/events")["items"]
    passed_up = next(one for one in events if one["type"] == "work_item.forwarded")
    notices = office.contractor.get(f"/applications/{case}/notices")["items"]

    handed_in = {one["code"] for one in forwarded["materials"] if one["state"] == "handed_in"}
    assert set(passed_up["payload"]["materials"]) == handed_in > {"M24"}
    assert "forwarding" in [one["kind"] for one in notices]
    asks = {"items": [{"material": "M24", "code": "missing", "reason": "Again.", "remedy": "Again."}]}
    refused = office.act("government", case, "notify_deficiencies", asks, 409)
    assert refused["code"] == "action_not_open"
    offered = {one["name"] for one in office.government.get(f"/applications/{case}/actions")}
    assert offered >= {"claim", "approve", "refuse"}
    assert not {"notify_deficiencies", "reflag", "forward"} & offered


def test_a_pre_review_cannot_end_the_matter_below(office: Office, accepted: Any) -> None:
    no = {"opinion": "Not here.", "reason_code": "conditions_not_met"}
    refused = office.answer("roads", accepted["id"], kind="opinion", action="refuse", body=no, expect=409)
    assert (refused["code"], "whatever it says" in refused["unmet"][0]) == ("guards_unmet", True)
    silent = office.answer("roads", accepted["id"], kind="opinion", action="forward", body={}, expect=422)
    assert "43" in silent["law"]
    decision = office.answer("roads", accepted["id"], kind="decision", expect=409)
    assert decision["code"] == "action_not_open", "nobody decides on a file that lies with the government"


def test_only_the_department_of_the_item_forwards_it(office: Office, accepted: Any) -> None:
    pre_review = item(office, accepted, "opinion", "roads")
    office.police.post(f"/work-items/{pre_review['id']}/actions/forward", PRE_REVIEW, 403)
    stale = {**PRE_REVIEW, "expected_version": pre_review["version"] + 1}
    answer = office.roads.post(f"/work-items/{pre_review['id']}/actions/forward", stale, 409)
    assert answer["code"] == "version_conflict"


def test_agreeing_to_a_pre_review_forwards_it(office: Office, accepted: Any) -> None:
    office.at("2026-06-12T15:00:00")
    office.answer("roads", accepted["id"], kind="opinion")
    assert item(office, accepted, "opinion", "roads")["verdict"] == "forwarded"
    assert item(office, accepted, "government", "government")["due_on"] == "2026-07-13"


def test_with_the_governments_approval_roads_may_grant(office: Office, forwarded: Any) -> None:
    office.at("2026-07-08T10:00:00")
    office.answer("government", forwarded["id"], kind="government", body={"opinion": "Approved."})
    office.at("2026-07-09T10:00:00")
    office.answer("roads", forwarded["id"], kind="decision")

    decided = office.lead.get(f"/applications/{forwarded['id']}")
    assert (decided["outcome"], decided["permits"][0]["decision"], decided["light"]) == (
        "all_granted",
        "granted",
        "green",
    )


def test_without_it_the_permit_can_only_be_refused(office: Office, forwarded: Any) -> None:
    case = forwarded["id"]
    office.at("2026-07-13T10:00:00")
    no = {"opinion": "No special need is shown.", "reason_code": "moratorium_not_lifted"}
    office.answer("government", case, kind="government", action="refuse", body=no)

    grant = office.answer("roads", case, kind="decision", expect=409)
    assert (grant["code"], "only a refusal is open" in grant["unmet"][0]) == ("guards_unmet", True)
    office.answer("roads", case, kind="decision", action="refuse", body=NOT_LIFTED)
    decided = office.contractor.get(f"/applications/{case}")
    assert (decided["outcome"], decided["permits"][0]["reasons"]["code"]) == ("all_refused", "moratorium_not_lifted")


def test_occupying_the_same_road_without_breaking_it_is_still_possible(office: Office) -> None:
    office.at("2026-07-14T09:00:00")
    answers = {key: value for key, value in OCCUPATION_ONLY.items() if value is not None}
    case = office.accepted({**answers, "period": PERIOD})
    assert not case["gates"]
    assert "government" not in {one["department"] for one in case["work_items"]}
    office.answer("police", case["id"], kind="co_approval")
    office.answer("roads", case["id"], kind="decision")
    assert office.contractor.get(f"/applications/{case['id']}")["outcome"] == "all_granted"
