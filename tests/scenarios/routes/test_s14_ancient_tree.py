"""S14: an ancient tree stands in the way of an access: a private plot has to be redesigned, a road project may ask."""

from typing import Any

import pytest

from tests.offices import Office

P1, P4 = "road-occupation", "trees"


def answers(*, grade: int = 3, action: str = "relocate") -> dict[str, Any]:
    return {
        "road_class": "urban",
        "access_kind": "temporary",
        "period": {"from": "2026-06-15", "to": "2026-08-15"},
        "occupy": {"part": "footway", "area_m2": 40, "days": 60},
        "ancient_trees": [{"grade": grade, "action": action}],
    }


def screened(office: Office, kind: str, **about: Any) -> Any:
    body = {"bundle": "road-access", "answers": answers(**about), "project": {"type": kind}}
    return office.contractor.post("/screening", body)


def test_a_private_project_is_told_to_redesign_before_it_applies(office: Office) -> None:
    found = screened(office, "private")

    assert found["outcome"] == "blocked"
    gate = next(one for one in found["gates"] if one["kind"] == "blocked")
    assert "redesign the access" in gate["message"]
    assert "15" in gate["law"]


@pytest.mark.parametrize(
    ("kind", "grade", "outcome"),
    [
        ("private", 3, "blocked"),
        ("infrastructure", 3, "proceed"),
        ("infrastructure", 2, "blocked"),
        ("provincial_key", 2, "proceed"),
        ("provincial_key", 1, "blocked"),
        ("national_key", 1, "proceed"),
    ],
)
def test_who_may_have_a_tree_of_which_grade_moved(office: Office, kind: str, grade: int, outcome: str) -> None:
    assert screened(office, kind, grade=grade)["outcome"] == outcome


def test_it_may_be_handed_in_with_a_warning_but_is_never_accepted(office: Office) -> None:
    office.at("2026-06-01T09:00:00")
    filed = office.submitted(answers())
    assert filed["state"] == "received"
    assert "ancient_tree_inadmissible" in {one["key"] for one in filed["gates"]}

    held = office.act("window", filed["id"], "accept", expect=409)
    assert (held["code"], held["unmet"]) == (
        "guards_unmet",
        ["The screening does not lead to any permit this office can handle"],
    )
    reason = "A grade-3 tree may not be moved for a private project: redesign the access."
    refused = office.act("window", filed["id"], "refuse_acceptance", {"reason": reason, "refer_to": "greening"})
    assert (refused["state"], refused["status_code"]) == ("not_accepted", 5)


def test_silence_of_the_counter_never_accepts_it(office: Office) -> None:
    office.at("2026-06-01T09:00:00")
    filed = office.submitted(answers())

    office.at("2026-06-10T09:00:00")

    assert office.window.get(f"/applications/{filed['id']}")["state"] == "received"


def test_changing_the_design_in_time_makes_it_acceptable(office: Office) -> None:
    office.at("2026-06-01T09:00:00")
    filed = office.submitted(answers())

    redesigned = office.contractor.patch(f"/applications/{filed['id']}", {"answers": {"ancient_trees": None}})

    assert redesigned["form_version"] == 2
    assert office.act("window", filed["id"], "accept")["state"] == "in_review"


def test_works_in_the_protection_zone_are_reported_and_need_no_tree_permit(office: Office) -> None:
    found = screened(office, "private", action="protection_zone")

    assert found["outcome"] == "proceed"
    assert [one["key"] for one in found["permits"] if one["required"]] == [P1]
    gate = next(one for one in found["gates"] if one["key"] == "ancient_tree_zone")
    assert (gate["kind"], "18" in gate["law"]) == ("advice", True)
    assert {"permit": P1, "department": "greening", "kind": "opinion"}.items() <= next(
        one for one in found["work_items"] if one["department"] == "greening"
    ).items()


def test_a_municipal_road_project_is_decided_by_the_county_government(office: Office) -> None:
    found = screened(office, "infrastructure")
    care = next(one for one in found["warnings"] if one["key"] == "ancient_care")
    assert "5 years of care" in care["message"]
    assert "16" in care["law"]

    office.at("2026-06-01T09:00:00")
    project = {"name": "紫琅路改建工程", "type": "infrastructure"}
    case = office.accepted(answers(), project=project)
    trees = next(one for one in case["permits"] if one["key"] == P4)
    assert (trees["department"], trees["level"]) == ("government", "the county government (grade 3)")
    early = office.answer("government", case["id"], kind="decision", permit=P4, expect=409)
    assert early["code"] == "action_not_open", "greening reviews first"


def test_greening_reviews_first_and_the_government_decides(office: Office) -> None:
    office.at("2026-06-01T09:00:00")
    project = {"name": "紫琅路改建工程", "type": "infrastructure"}
    case = office.accepted(answers(), project=project)

    office.answer("greening", case["id"], kind="opinion", permit=P4, action="forward")
    office.at("2026-06-10T09:00:00")
    care = {"kind": "aftercare", "text": "Five years of care at the applicant's cost.", "value": 60}
    granted = {"opinion": "Approved.", "conditions": [care]}
    office.answer("government", case["id"], kind="decision", permit=P4, body=granted)

    permit = next(one for one in office.contractor.get(f"/applications/{case['id']}")["permits"] if one["key"] == P4)
    assert (permit["state"], permit["conditions"][0]["kind"]) == ("granted", "aftercare")
