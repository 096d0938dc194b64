"""S06: a water main bursts at night before the Spring Festival: dig at once, tell both, file within 24 clock hours."""

from typing import Any

import pytest

from tests.offices import Office

ANSWERS = {
    "road_class": "urban",
    "access_kind": "temporary",
    "period": {"from": "2026-02-14", "to": "2026-02-28"},
    "emergency": True,
    "excavate": {"area_m2": 12},
    # the road is in its moratorium, which does not bar an emergency
    "road_opened_on": "2024-06-30",
}
BURST = {"started_at": "2026-02-14T23:10:00+08:00", "notified": ["roads", "police"]}


def reported(office: Office, **changes: Any) -> Any:
    """The main bursts at 22:40; at 23:10 the works begin, and roads and police are told."""
    office.at("2026-02-14T23:10:00")
    draft = office.draft(ANSWERS)
    return office.act("contractor", draft["id"], "report_emergency", {**BURST, **changes})


@pytest.fixture
def burst(office: Office) -> Any:
    return reported(office)


def test_the_filing_is_due_24_clock_hours_after_the_works_begin(burst: Any) -> None:
    assert (burst["state"], burst["is_emergency"]) == ("draft", True), "the works are lawful at once"
    assert burst["emergency"]["file_by_at"] == "2026-02-15T23:10:00+08:00", "a Sunday"
    assert burst["emergency"]["filed_at"] is None


def test_filed_at_20_is_in_time_and_accepted_on_the_sunday(office: Office, burst: Any) -> None:
    office.at("2026-02-15T20:00:00")
    filed = office.act("contractor", burst["id"], "submit")
    assert filed["emergency"]["is_late"] is False
    case = office.act("window", burst["id"], "accept")

    assert case["accepted_at"].startswith("2026-02-15")
    assert (case["committed_due_on"], case["statutory_due_on"]) == ("2026-03-03", "2026-03-20")
    assert [one["key"] for one in case["permits"]] == ["road-occupation"]
    departments = {one["department"] for one in case["work_items"] if one["permit"]}
    assert departments == {"roads", "police"}, "planning is left out"
    assert case["gates"] == [], "the moratorium does not bar it"
    assert case["flags"] == []

    office.at("2026-02-25T10:00:00")
    office.answer("police", burst["id"], kind="co_approval")
    office.answer("roads", burst["id"], kind="decision")
    assert office.contractor.get(f"/applications/{burst['id']}")["outcome"] == "all_granted"


def test_filed_on_the_16th_is_a_flagged_breach_and_handled_all_the_same(office: Office, burst: Any) -> None:
    office.at("2026-02-16T09:00:00")
    filed = office.act("contractor", burst["id"], "submit")
    assert filed["emergency"]["is_late"] is True
    assert "flags" not in filed, "a flag is for the office; nothing is decided about it here"

    case = office.act("window", burst["id"], "accept")
    assert case["state"] == "in_review"
    (flag,) = case["flags"]
    assert (flag["kind"], flag["most_fen"]) == ("emergency_filed_late", 20_000_00)
    assert "art. 34, 42" in flag["law"]
    assert office.auditor.get(f"/applications/{burst['id']}")["flags"] == case["flags"]


def test_when_the_hours_pass_without_a_filing_everybody_concerned_is_told(office: Office, burst: Any) -> None:
    office.at("2026-02-15T23:09:59")
    types = [one["type"] for one in office.contractor.get(f"/applications/{burst['id']}/events")["items"]]
    assert "application.emergency_overdue" not in types
    office.at("2026-02-15T23:10:05")
    types = [one["type"] for one in office.contractor.get(f"/applications/{burst['id']}/events")["items"]]
    assert types[-2:] == ["application.emergency_overdue", "fine.flagged"]


@pytest.mark.parametrize(
    ("notified", "lacking"),
    [
        (["roads"], ["police"]),
        ([], ["roads", "police"]),
        (["roads", {"department": "police", "at": "2026-02-14T23:11:00+08:00"}], ["police"]),
        ([{"department": "roads", "at": "2026-02-14T23:10:00+08:00"}, {"department": "police"}], None),
    ],
)
def test_both_departments_are_told_at_the_same_time_or_it_is_flagged(
    office: Office, notified: list[Any], lacking: list[str] | None
) -> None:
    office.at("2026-02-15T08:00:00")
    draft = office.draft(ANSWERS)
    office.act("contractor", draft["id"], "report_emergency", {**BURST, "notified": notified})
    office.act("contractor", draft["id"], "submit")

    flags = office.lead.get(f"/applications/{draft['id']}")["flags"]

    assert [one["detail"]["departments"] for one in flags] == ([lacking] if lacking else [])


def test_emergency_work_is_marked_in_the_inboxes(office: Office, burst: Any) -> None:
    office.act("contractor", burst["id"], "submit")
    assert [one["is_emergency"] for one in office.window.get("/work-items")["items"]] == [True]
    office.act("window", burst["id"], "accept")
    assert {one["is_emergency"] for one in office.police.get("/work-items")["items"]} == {True}


def test_only_the_applicant_reports_and_only_once(office: Office, burst: Any) -> None:
    again = office.act("contractor", burst["id"], "report_emergency", BURST, 409)
    assert (again["code"], "34" in again["law"]) == ("guards_unmet", True)
    office.act("contractor2", burst["id"], "report_emergency", BURST, 404)
    office.act("contractor", burst["id"], "submit")
    office.act("window", burst["id"], "report_emergency", BURST, 403)
    office.act("window", burst["id"], "accept")
    assert office.act("contractor", burst["id"], "report_emergency", BURST, 409)["code"] == "guards_unmet"


def test_works_that_have_not_begun_need_a_permit_first(office: Office) -> None:
    office.at("2026-02-14T23:10:00")
    draft = office.draft(ANSWERS)
    early = {**BURST, "started_at": "2026-02-15T08:00:00+08:00"}
    refused = office.act("contractor", draft["id"], "report_emergency", early, 422)
    assert (refused["errors"][0]["field"], "34" in refused["law"]) == ("started_at", True)
    stale = {**BURST, "expected_version": draft["version"] + 7}
    assert office.act("contractor", draft["id"], "report_emergency", stale, 409)["code"] == "version_conflict"
