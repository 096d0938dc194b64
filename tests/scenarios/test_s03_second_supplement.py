"""S03: one notice only; what was not in it cannot be asked for later. And silence is acceptance."""

from typing import Any

import pytest

from tests.offices import Office

ANSWERS = {
    "road_class": "urban",
    "access_kind": "temporary",
    "period": {"from": "2026-05-20", "to": "2026-08-20"},
    "occupy": {"part": "footway", "area_m2": 40, "days": 60},
    "excavate": {"area_m2": 30},
}


def lacking(material: str, code: str = "wrong_scale") -> dict[str, str]:
    return {"material": material, "code": code, "reason": "Wrong scale.", "remedy": "Draw it at 1:200."}


@pytest.fixture
def notified(office: Office) -> Any:
    """Submitted on Monday 20 April, one notice on the 22nd about M05 and M09."""
    office.at("2026-04-20T09:00:00")
    filed = office.submitted(ANSWERS)
    office.at("2026-04-22T10:00:00")
    items = [lacking("M05", "missing"), lacking("M09")]
    return office.act("window", filed["id"], "notify_deficiencies", {"items": items})


def test_a_paper_of_the_first_notice_may_be_flagged_again_and_no_other(office: Office, notified: Any) -> None:
    case = notified["id"]
    assert (notified["state"], notified["status_code"]) == ("supplement", 6)
    office.at("2026-04-29T09:00:00")
    office.contractor.hand_in(case, "M05")
    office.contractor.hand_in(case, "M09")
    resubmitted = office.act("contractor", case, "supplement")
    assert (resubmitted["state"], resubmitted["status_code"]) == ("received", 7)

    refused = office.act("window", case, "reflag", {"items": [lacking("M11")]}, 409)
    assert refused["code"] == "not_in_first_notice"
    assert "M11" in refused["detail"]
    assert "32" in refused["law"]

    flagged = office.act("window", case, "reflag", {"items": [lacking("M09")]})
    assert flagged["state"] == "supplement"
    assert {one["material"]: one["state"] for one in flagged["deficiencies"]} == {"M05": "met", "M09": "open"}

    office.at("2026-04-30T09:00:00")
    office.contractor.hand_in(case, "M09")
    office.act("contractor", case, "supplement")
    accepted = office.act("window", case, "accept")
    assert (accepted["committed_due_on"], accepted["statutory_due_on"]) == ("2026-05-13", "2026-06-01")


def test_there_is_never_a_second_notice(office: Office, notified: Any) -> None:
    office.at("2026-04-29T09:00:00")
    for code in ("M05", "M09"):
        office.contractor.hand_in(notified["id"], code)
    office.act("contractor", notified["id"], "supplement")

    again = office.act("window", notified["id"], "notify_deficiencies", {"items": [lacking("M11")]}, 409)

    assert again["code"] == "guards_unmet"
    assert again["unmet"]


def test_no_notice_within_five_working_days_is_acceptance_as_of_the_receipt(office: Office) -> None:
    office.at("2026-04-20T09:00:00")
    filed = office.submitted(ANSWERS)

    office.at("2026-04-27T23:59:00")
    assert office.window.get(f"/applications/{filed['id']}")["state"] == "received"
    office.at("2026-04-28T00:01:00")

    case = office.window.get(f"/applications/{filed['id']}")
    assert (case["state"], case["deemed_accepted"]) == ("in_review", True)
    assert case["accepted_at"].startswith("2026-04-20")
    assert (case["committed_due_on"], case["statutory_due_on"]) == ("2026-04-29", "2026-05-20")
    assert all(one["due_on"] <= "2026-04-29" for one in case["work_items"] if one["permit"] and one["due_on"])


def test_an_unused_supplement_window_lapses_after_its_tenth_working_day(office: Office, notified: Any) -> None:
    case = notified["id"]
    clocks = office.window.get(f"/applications/{case}/clocks")["items"]
    assert next(one for one in clocks if one["key"] == "supplement")["due_on"] == "2026-05-09"

    office.at("2026-05-09T23:59:00")
    assert office.window.get(f"/applications/{case}")["state"] == "supplement"
    office.at("2026-05-10T00:01:00")

    lapsed = office.window.get(f"/applications/{case}")
    assert (lapsed["state"], lapsed["outcome"]) == ("lapsed", "lapsed")


def filed_by(office: Office, who: str, case: int, *items: dict[str, str], expect: int = 200) -> Any:
    item = office.item(case, kind="intake", department=who)
    return office.caller(who).post(f"/work-items/{item['id']}/actions/file_deficiency", {"items": [*items]}, expect)


def test_every_department_files_into_the_one_notice_before_it_is_sealed(office: Office) -> None:
    office.at("2026-04-20T09:00:00")
    case = office.submitted(ANSWERS)["id"]
    asked = office.act("window", case, "circulate")
    assert asked["state"] == "received"
    checks = {one["department"]: one["due_on"] for one in asked["work_items"] if one["department"] != "window"}
    assert checks == {"planning": "2026-04-22", "police": "2026-04-22", "roads": "2026-04-22"}

    filed_by(office, "police", case, lacking("M08"))
    filed_by(office, "planning", case)
    waiting = office.act("window", case, "notify_deficiencies", {"items": [lacking("M05")]}, 409)
    assert waiting["unmet"] == ["Wait until every department asked has filed its list, or its day has passed"]
    filed_by(office, "roads", case, lacking("M09"))
    assert office.act("window", case, "accept", expect=409)["unmet"] == [
        "A department has found something missing: send the one notice"
    ]

    sealed = office.act("window", case, "notify_deficiencies", {"items": [lacking("M05")]})

    listed = [(one["department"], one["material"]) for one in sealed["deficiencies"]]
    assert listed == [("window", "M05"), ("police", "M08"), ("roads", "M09")]
    late = filed_by(office, "police", case, lacking("M10"), expect=409)
    assert late["law"] == "Administrative Licensing Law art. 32(1)(4), 72(4)"
    assert office.contractor.get(f"/applications/{case}")["lists"] == []


def test_silence_is_acceptance_whatever_the_departments_were_asked(office: Office) -> None:
    office.at("2026-04-20T09:00:00")
    case = office.submitted(ANSWERS)["id"]
    office.act("window", case, "circulate")
    filed_by(office, "police", case, lacking("M08"))

    office.at("2026-04-28T00:01:00")

    accepted = office.window.get(f"/applications/{case}")
    assert (accepted["state"], accepted["deemed_accepted"]) == ("in_review", True)
    assert accepted["committed_due_on"] == "2026-04-29"
    late = office.act("window", case, "notify_deficiencies", {"items": [lacking("M08")]}, 409)
    assert late["law"] == "Administrative Licensing Law art. 32(1)(4), 72(4)"
    assert filed_by(office, "police", case, lacking("M08"), expect=409)["law"] == late["law"]
