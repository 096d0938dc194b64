"""S04: sixty road trees call for an expert review; its ten working days count for the trees alone."""

from typing import Any

import pytest

from tests.bundles import LOCAL, with_local_law
from tests.offices import Office

ANSWERS = {
    "road_class": "urban",
    "access_kind": "temporary",
    "period": {"from": "2026-06-20", "to": "2026-09-20"},
    "occupy": {"part": "footway", "area_m2": 60, "days": 60},
    "trees": [{"species": "香樟", "dbh_cm": 18, "count": 60, "action": "transplant", "street_tree": True}],
}
REVIEW = {"ground": "expert_review", "notice": "六十株行道树移植须经专家评审。", "expected_days": 10}
LAW_45 = "Administrative Licensing Law art. 45"


def stop(office: Office, case: Any, body: Any = REVIEW, expect: int = 200, *, by: str = "greening") -> Any:
    return office.caller(by).post(f"/applications/{case['id']}/permits/trees/actions/stop_clock", body, expect)


def resume(office: Office, case: Any, expect: int = 200) -> Any:
    return office.greening.post(f"/applications/{case['id']}/permits/trees/actions/resume_clock", None, expect)


def days(case: Any) -> dict[str, tuple[str, str]]:
    return {one["suffix"]: (one["committed_due_on"], one["statutory_due_on"]) for one in case["permits"]}


def cap(office: Office, case: Any) -> str:
    clocks = office.lead.get(f"/applications/{case['id']}/clocks")["items"]
    return str(next(one["due_on"] for one in clocks if one["key"] == "joint"))


def seen(office: Office, case: Any) -> Any:
    return office.contractor.get(f"/applications/{case['id']}")


def test_ten_working_days_are_left_out_for_the_trees_and_for_nothing_else(office: Office) -> None:
    office.at("2026-05-06T09:00:00")
    case = office.accepted(ANSWERS)
    assert days(case) == {"P1": ("2026-05-14", "2026-06-02"), "P4": ("2026-05-14", "2026-06-02")}
    assert (case["joint_cap_on"], case["status_code"]) == ("2026-07-08", 3)
    assert "expert_review" in {one["key"] for one in case["warnings"]}

    office.at("2026-05-11T10:00:00")
    stopped = stop(office, case)
    assert (stopped["state"], stopped["decision"]) == ("suspended", None)
    assert seen(office, case)["status_code"] == 9
    assert {one["kind"] for one in office.contractor.get(f"/applications/{case['id']}/notices")["items"]} >= {
        "special_procedure"
    }

    office.at("2026-05-25T09:00:00")
    resumed = resume(office, case)
    assert (resumed["committed_due_on"], resumed["statutory_due_on"]) == ("2026-05-28", "2026-06-16")
    now = seen(office, case)
    assert now["status_code"] == 10
    assert days(now) == {"P1": ("2026-05-14", "2026-06-02"), "P4": ("2026-05-28", "2026-06-16")}
    assert (now["committed_due_on"], now["statutory_due_on"]) == ("2026-05-28", "2026-06-16"), "its latest permit's"
    assert now["joint_cap_on"] == cap(office, case) == "2026-07-22", "the cap leaves the stop out, once"


def test_the_road_goes_on_while_the_trees_rest(office: Office) -> None:
    office.at("2026-05-06T09:00:00")
    case = office.accepted(ANSWERS)
    office.at("2026-05-11T10:00:00")
    stop(office, case)
    item = office.item(case["id"], kind="decision", department="greening", permit="trees")
    assert (item["state"], item["light"]) == ("suspended", "green")
    refused = office.greening.post(f"/work-items/{item['id']}/actions/approve", {"opinion": "Agreed."}, 409)
    assert refused["code"] == "action_not_open"

    office.at("2026-05-14T10:00:00")
    office.answer("police", case["id"], kind="co_approval", permit="road-occupation")
    granted = office.answer("roads", case["id"], kind="decision", permit="road-occupation")
    assert granted["verdict"] == "approved"
    now = seen(office, case)
    assert (now["state"], {one["suffix"]: one["state"] for one in now["permits"]}) == (
        "in_review",
        {"P1": "granted", "P4": "suspended"},
    )


def test_a_stopped_permit_shows_its_days_as_they_stand_and_no_red_light(office: Office) -> None:
    office.at("2026-05-06T09:00:00")
    case = office.accepted(ANSWERS)
    office.at("2026-05-14T10:00:00")
    stop(office, case)

    office.at("2026-05-22T10:00:00")
    now = seen(office, case)
    assert days(now)["P4"] == ("2026-05-25", "2026-06-11"), "one working day is left, whenever it begins"
    assert now["light"] != "red"
    clocks = office.lead.get(f"/applications/{case['id']}/clocks")["items"]
    of_trees = {one["key"]: one for one in clocks if one["permit"] == "trees"}
    assert {(one["state"], one["due_on"]) for one in of_trees.values()} == {
        ("stopped", "2026-05-25"),
        ("stopped", "2026-06-11"),
    }
    assert of_trees["committed"]["used"] == 6, "day seven was the day of the notice: it is not counted"
    listed = office.lead.get("/applications?light=red")["items"]
    assert case["id"] not in {one["id"] for one in listed}
    red = [
        one
        for one in office.lead.get(f"/applications/{case['id']}/events")["items"]
        if one["type"] == "clock.red" and "trees" in one["payload"]["scope"] and one["at"] > "2026-05-14"
    ]
    assert red == []


def test_what_the_law_does_not_list_stops_nothing(office: Office) -> None:
    office.at("2026-05-06T09:00:00")
    case = office.accepted(ANSWERS)

    for ground in ("site_visit", "public_notice", "consultation", "government_approval", ""):
        refused = stop(office, case, {**REVIEW, "ground": ground}, 409)
        assert (refused["code"], refused["law"]) == ("guards_unmet", LAW_45), ground
    for unwritten in ({**REVIEW, "notice": " "}, {"ground": "expert_review", "expected_days": 10}):
        refused = stop(office, case, unwritten, 422)
        assert (refused["law"], [one["field"] for one in refused["errors"]]) == (LAW_45, ["notice"])
    assert days(seen(office, case))["P4"] == ("2026-05-14", "2026-06-02")


def test_a_ground_of_the_list_stops_only_where_a_law_asks_for_it_and_with_its_days(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    appraisal = {"ground": "appraisal", "notice": "依《某市道路条例》第九条，移植前须经鉴定。", "expected_days": 10}
    office.at("2026-05-06T09:00:00")
    for ground in ("tender", "appraisal"):
        refused = stop(office, office.accepted(ANSWERS), {**appraisal, "ground": ground}, 409)
        assert (refused["code"], refused["law"]) == ("guards_unmet", LAW_45)
    few = [{**ANSWERS["trees"][0], "count": 5, "street_tree": False}]
    assert stop(office, office.accepted({**ANSWERS, "trees": few}), expect=409)["code"] == "guards_unmet"

    known = office.app.extensions["office"]
    monkeypatch.setitem(office.app.extensions, "office", with_local_law(known, "appraisal"))
    case = office.accepted(ANSWERS)
    office.at("2026-05-11T10:00:00")
    lacks_days = {name: value for name, value in appraisal.items() if name != "expected_days"}
    assert [one["field"] for one in stop(office, case, lacks_days, 422)["errors"]] == ["expected_days"]
    stop(office, case, appraisal)

    now = seen(office, case)
    (shown,) = now["procedures"]["stops"]
    assert (now["status_code"], shown["ground"], shown["expected_days"]) == (9, "appraisal", 10)
    assert shown["law"] == LOCAL.zh
    office.at("2026-05-25T09:00:00")
    assert resume(office, case)["statutory_due_on"] == "2026-06-16", "counted as any other stop"


def test_only_the_deciding_department_stops_a_clock(office: Office) -> None:
    office.at("2026-05-06T09:00:00")
    case = office.accepted(ANSWERS)

    assert stop(office, case, expect=403, by="roads")["code"] == "role_not_held"
    assert stop(office, case, expect=403, by="greening-head")["code"] == "role_not_held"
    assert stop(office, case, {**REVIEW, "expected_version": 99}, 409)["code"] == "version_conflict"
    assert resume(office, case, 409)["code"] == "action_not_open"
    stop(office, case)
    assert stop(office, case, expect=409)["code"] == "action_not_open"


def test_trees_withdrawn_while_they_rest_leave_their_stop_and_the_road_behind(office: Office) -> None:
    office.at("2026-05-06T09:00:00")
    case = office.accepted(ANSWERS)
    office.at("2026-05-11T10:00:00")
    stop(office, case)
    office.at("2026-05-13T10:00:00")
    body = {"reason": "道口移位，不再动树。", "permits": ["trees"]}
    now = office.act("contractor", case["id"], "withdraw", body)

    assert (now["state"], now["status_code"], now["committed_due_on"]) == ("in_review", 10, "2026-05-14")
    assert now["joint_cap_on"] == "2026-07-10", "the two days it rested stay left out of the cap"
    clocks = office.lead.get(f"/applications/{case['id']}/clocks")["items"]
    entries = {tuple(one["entries"][0].items()) for one in clocks if one["permit"] == "trees"}
    assert {dict(one)["to_on"] for one in entries} == {"2026-05-13"}
