"""S11: the head gives a permit ten more days, once and in time; the government gives the joint cap fifteen."""

from typing import Any

from tests.offices import Office

ANSWERS = {
    "road_class": "urban",
    "access_kind": "temporary",
    "period": {"from": "2026-02-01", "to": "2026-05-01"},
    "green": {"area_m2": 80, "months": 3, "stays_after": False},
    "trees": [{"species": "法桐", "dbh_cm": 28, "count": 8, "action": "fell", "street_tree": True}],
}
REASON = {"reason": "绿地恢复方案复杂，需进一步论证。"}
LAW_42_1 = "Administrative Licensing Law art. 42(1)"
LAW_42_2 = "Administrative Licensing Law art. 42(2)"


def extend(office: Office, case: Any, expect: int = 200, *, by: str = "greening-head", body: Any = REASON) -> Any:
    return office.caller(by).post(f"/applications/{case['id']}/permits/trees/actions/extend", body, expect)


def extend_joint(office: Office, case: Any, expect: int = 200, *, by: str = "government") -> Any:
    return office.act(by, case["id"], "extend_joint", REASON, expect)


def by_key(case: Any, name: str) -> dict[str, str]:
    return {one["key"]: one[name] for one in case["permits"]}


def begun(office: Office) -> Any:
    office.at("2025-12-18T09:00:00")
    case = office.accepted(ANSWERS)
    assert by_key(case, "statutory_due_on") == {"green-space": "2026-01-16", "trees": "2026-01-16"}
    assert case["joint_cap_on"] == "2026-02-27"
    return case


def test_the_head_extends_one_permit_once_and_the_applicant_is_told_why(office: Office) -> None:
    case = begun(office)
    office.at("2026-01-14T10:00:00")
    extended = extend(office, case)
    assert extended["statutory_due_on"] == "2026-01-30"

    now = office.contractor.get(f"/applications/{case['id']}")
    assert by_key(now, "statutory_due_on") == {"green-space": "2026-01-16", "trees": "2026-01-30"}
    assert by_key(now, "committed_due_on") == by_key(case, "committed_due_on"), "the promise stays"
    assert (now["statutory_due_on"], now["joint_cap_on"]) == ("2026-01-30", "2026-02-27")
    told = office.contractor.get(f"/applications/{case['id']}/notices")["items"]
    assert [one["permit"] for one in told if one["kind"] == "extension"] == ["trees"]
    events = office.lead.get(f"/applications/{case['id']}/events")["items"]
    assert events[-1]["type"] == "clock.extended"
    assert (events[-1]["payload"]["old_due_on"], events[-1]["payload"]["new_due_on"]) == ("2026-01-16", "2026-01-30")

    office.at("2026-01-30T10:00:00")
    again = extend(office, case, 409)
    assert (again["code"], again["law"]) == ("guards_unmet", LAW_42_1)
    assert again["unmet"] == ["The limit has been extended once already"]


def test_the_last_day_is_still_in_time_and_the_day_after_is_not(office: Office) -> None:
    case = begun(office)
    office.at("2026-01-16T23:50:00")
    assert extend(office, case)["statutory_due_on"] == "2026-01-30"

    late = begun_again(office)
    office.at("2026-02-25T00:05:00")
    refused = extend(office, late, 409)
    assert (refused["law"], refused["unmet"]) == (
        LAW_42_1,
        ["The limit has passed: it can no longer be extended or stopped"],
    )


def begun_again(office: Office) -> Any:
    case = office.accepted(ANSWERS)
    assert by_key(case, "statutory_due_on")["trees"] == "2026-02-13", "accepted on 16 January"
    return case


def test_more_time_is_not_for_those_who_work_on_the_permit(office: Office) -> None:
    case = begun(office)
    request = f"/applications/{case['id']}/permits/trees/actions/request_extension"
    office.greening.post(request, REASON)

    for other in ("greening", "roads-head", "government", "contractor", "lead"):
        assert extend(office, case, 403, by=other)["code"] == "role_not_held"
    item = office.item(case["id"], kind="decision", department="greening", permit="trees")
    office.greening_head.post(f"/work-items/{item['id']}/actions/claim")
    refused = extend(office, case, 409)
    assert refused["unmet"] == ["Whoever works on a permit or asked for more time may not grant it"]
    office.greening_head.post(f"/work-items/{item['id']}/actions/release")
    assert extend(office, case)["statutory_due_on"] == "2026-01-30"


def test_an_extension_without_its_reason_is_refused(office: Office) -> None:
    case = begun(office)

    refused = extend(office, case, 422, body={"reason": "  "})
    assert (refused["law"], refused["errors"][0]["field"]) == (LAW_42_1, "reason")
    assert extend(office, case, 409, body={**REASON, "expected_version": 77})["code"] == "version_conflict"


def test_the_government_extends_the_joint_cap_once_before_it_has_passed(office: Office) -> None:
    case = begun(office)
    for other in ("greening-head", "lead", "contractor", "window"):
        assert extend_joint(office, case, 403, by=other)["code"] == "role_not_held"
    office.at("2026-02-27T23:50:00")
    extended = extend_joint(office, case)
    assert extended["joint_cap_on"] == "2026-03-19"
    assert by_key(extended, "statutory_due_on") == by_key(case, "statutory_due_on"), "the permits' own limits stay"
    refused = extend_joint(office, case, 409)
    assert (refused["law"], refused["unmet"]) == (LAW_42_2, ["The limit has been extended once already"])


def test_a_cap_that_has_passed_is_not_extended(office: Office) -> None:
    case = begun(office)
    office.at("2026-02-28T00:05:00")

    refused = extend_joint(office, case, 409)
    assert (refused["law"], refused["unmet"]) == (
        LAW_42_2,
        ["The limit has passed: it can no longer be extended or stopped"],
    )
