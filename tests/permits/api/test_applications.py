from typing import Any

import pytest

from tests.offices import AGENT, COMPANY, PLAINEST, Office


def test_a_new_draft_is_answered_whole_with_its_address(office: Office) -> None:
    answer = office.contractor.call("POST", "/applications", 201, json={"applicant": COMPANY, "answers": PLAINEST})

    made = answer.get_json()
    assert answer.headers["Location"] == f"/api/v1/applications/{made['id']}"
    assert (made["number"], made["state"], made["version"], made["area"]) == (None, "draft", 1, "320699")
    assert made["allowed"] == ["discard"]
    assert all(one["state"] in {"missing", "shared"} for one in made["materials"])


def test_identity_and_telephone_numbers_are_masked_for_everybody(office: Office) -> None:
    case = office.submitted()

    for who in ("contractor", "window", "police", "auditor"):
        if who == "police":
            office.act("window", case["id"], "accept")
        agent = office.caller(who).get(f"/applications/{case['id']}")["agent"]
        assert agent["name"] == AGENT["name"]
        assert agent["resident_id"] != AGENT["resident_id"]
        assert "*" in agent["resident_id"]
        assert "*" in agent["phone"]


def test_a_number_serves_as_an_id(office: Office) -> None:
    case = office.submitted()

    assert office.window.get(f"/applications/{case['number']}")["id"] == case["id"]


def test_parts_left_out_of_a_change_stay(office: Office) -> None:
    draft = office.draft(papers=False)

    changed = office.contractor.patch(
        f"/applications/{draft['id']}", {"project": {"name": "新项目"}, "expected_version": draft["version"]}
    )

    assert changed["project"] == {"name": "新项目"}
    assert changed["site"] == draft["site"]
    assert changed["version"] == draft["version"] + 1


def test_a_draft_whose_place_is_null_is_named_without_it(office: Office) -> None:
    form = {"project": {"name": "新项目"}, "site": {"road": "紫琅路", "address": None}}

    assert office.contractor.post("/applications", form, 201)["title"] == "新项目 · 紫琅路"


def test_a_wrong_check_character_of_a_credit_code_only_warns(office: Office) -> None:
    made = office.contractor.post("/applications", {"applicant": {**COMPANY, "uscc": "91320699YYDEM0016X"}}, 201)

    assert "applicant.uscc" in {one.get("field") for one in made["warnings"]}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"agent": {**AGENT, "resident_id": "320699190001010017"}}, "agent.resident_id"),
        ({"agent": {**AGENT, "resident_id": "32069919000230001X"}}, "agent.resident_id"),
        ({"applicant": {**COMPANY, "nickname": "x"}}, "applicant.nickname"),
        ({"applicant": {**COMPANY, "kind": "club"}}, "applicant.kind"),
        ({"answers": {"road_class": "moon"}}, "answers.road_class"),
        ({"answers": {"occupy": {"area_m2": "60"}}}, "answers.occupy.area_m2"),
        ({"bundle": "no-such-bundle"}, "bundle"),
        ({"colour": "red"}, "colour"),
        ({"applicant": "me"}, "applicant"),
        ({"note": 5}, "note"),
    ],
)
def test_what_does_not_hold_is_refused_field_by_field(office: Office, body: dict[str, Any], field: str) -> None:
    refused = office.contractor.post("/applications", body, 422)

    assert refused["code"] == "invalid"
    assert field in {one["field"] for one in refused["errors"]}
    assert all(one["message"] for one in refused["errors"])


@pytest.mark.parametrize(
    "body", ['{"site": ', "[1]", '"text"', '{"project": {"name": "\\ud800"}}', '{"note": "\\u0000"}']
)
def test_a_broken_body_is_refused_and_nothing_is_filed(office: Office, body: str) -> None:
    office.contractor.call("POST", "/applications", 422, data=body, content_type="application/json")

    assert office.contractor.get("/applications")["items"] == []


@pytest.mark.parametrize("version", [True, "1", 1.5, -1])
def test_a_version_of_another_type_is_refused(office: Office, version: Any) -> None:
    draft = office.draft()

    refused = office.act("contractor", draft["id"], "submit", {"expected_version": version}, 422)

    assert refused["errors"][0]["field"] == "expected_version"


def test_a_stale_version_is_refused_with_who_changed_it(office: Office) -> None:
    draft = office.draft()
    office.act("contractor", draft["id"], "submit", {"expected_version": draft["version"]})

    refused = office.act("window", draft["id"], "accept", {"expected_version": draft["version"]}, 409)

    assert refused["code"] == "version_conflict"
    assert refused["changed"]["last"]["by"] == "contractor"
    assert refused["changed"]["version"] > draft["version"]


def test_submitting_says_what_is_still_missing(office: Office) -> None:
    draft = office.contractor.post("/applications", {"applicant": COMPANY}, 201)

    refused = office.act("contractor", draft["id"], "submit", expect=409)

    assert refused["code"] == "guards_unmet"
    assert len(refused["unmet"]) >= 3


def test_accepting_waits_for_papers_or_names_what_may_follow(office: Office) -> None:
    filed = office.submitted({**PLAINEST, "excavate": {"area_m2": 5}}, papers=False)
    assert office.act("window", filed["id"], "accept", expect=409)["code"] == "guards_unmet"
    refused = office.act("window", filed["id"], "accept", {"tolerated": ["M01"]}, 422)
    assert refused["errors"][0]["field"] == "tolerated"

    tolerated = [one["code"] for one in filed["materials"] if one["tolerated"]]
    for one in filed["materials"]:
        if not one["shared"] and one["code"] not in tolerated:
            office.contractor.hand_in(filed["id"], one["code"])
    case = office.act("window", filed["id"], "accept", {"tolerated": tolerated, "promise_by": "2025-01-10"})

    assert case["state"] == "in_review"
    assert {one["code"] for one in case["materials"] if one["state"] == "promised"} == {
        code for code in tolerated if code not in {one["code"] for one in case["materials"] if one["shared"]}
    }
    assert case["promise_by"] == "2025-01-10"


def test_actions_name_who_may_do_what_and_the_shape_of_the_body(office: Office) -> None:
    case = office.accepted()

    of_police = office.police.get(f"/applications/{case['id']}/actions")
    of_roads = office.roads.get(f"/applications/{case['id']}/actions")

    assert {(one["name"], one["ready"]) for one in of_police} == {("claim", True), ("approve", True), ("refuse", True)}
    waiting = next(one for one in of_roads if one["name"] == "approve")
    assert not waiting["ready"]
    assert waiting["unmet"]
    assert "opinion" in waiting["schema"]["properties"]


def test_withdrawing_some_permits_leaves_the_others(office: Office) -> None:
    case = office.accepted({**PLAINEST, "green": {"area_m2": 10, "months": 2, "stays_after": False}})

    left = office.act("contractor", case["id"], "withdraw", {"reason": "Not needed.", "permits": ["green-space"]})

    assert left["state"] == "in_review"
    assert {one["key"]: one["state"] for one in left["permits"]} == {
        "road-occupation": "under_review",
        "green-space": "withdrawn",
    }


def test_a_list_shows_each_caller_what_is_theirs_page_by_page(office: Office) -> None:
    cases = [office.submitted()["id"] for _ in range(3)]
    office.draft(papers=False)

    first = office.window.get("/applications?limit=2")
    second = office.window.get(f"/applications?limit=2&cursor={first['next_cursor']}")

    assert [one["id"] for one in first["items"] + second["items"]] == cases[::-1], "drafts are their applicant's alone"
    assert second["next_cursor"] is None
    assert len(office.contractor.get("/applications")["items"]) == 4
    assert office.contractor2.get("/applications")["items"] == []
    assert office.police.get("/applications")["items"] == []
    assert [one["id"] for one in office.contractor.get("/applications?state=draft")["items"]] == [cases[-1] + 1]
    assert office.window.get(f"/applications?number={first['items'][0]['number']}")["items"][0]["id"] == cases[2]


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "limit=many", "cursor=nonsense", "cursor=WyJhIl0", "cursor=WzEsMl0", "colour=red"]
)
def test_a_list_refuses_what_it_did_not_hand_out(office: Office, query: str) -> None:
    assert office.window.get(f"/applications?{query}", 422)["code"] == "invalid"


@pytest.mark.parametrize("address", ["99", "DK32069920250101000010", "x" * 300, "9" * 40, "-1"])
def test_an_application_that_is_not_there_is_not_found(office: Office, address: str) -> None:
    assert office.window.get(f"/applications/{address}", 404)["code"] == "not_found"


def test_an_action_nobody_knows_is_not_found(office: Office) -> None:
    case = office.submitted()

    office.act("window", case["id"], "approve_everything", expect=404)
