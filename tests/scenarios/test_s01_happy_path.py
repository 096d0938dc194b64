"""S01: four permits, nobody is late, everything granted one working day early."""

from tests.offices import Office

ANSWERS = {
    "road_class": "urban",
    "access_kind": "temporary",
    "period": {"from": "2025-10-10", "to": "2026-04-10"},
    "occupy": {"part": "footway", "area_m2": 60, "days": 90},
    "excavate": {"area_m2": 45},
    "utilities": {"works": ["lamp", "cable"], "on_bridge": False},
    "green": {"area_m2": 80, "months": 6, "stays_after": False},
    "trees": [{"species": "香樟", "dbh_cm": 18, "count": 6, "action": "transplant", "street_tree": True}],
    "road_opened_on": "2015-09-01",
}


def test_four_permits_are_decided_one_working_day_early(office: Office) -> None:
    office.at("2025-09-22T09:30:00")
    filed = office.submitted(ANSWERS)
    assert filed["state"] == "received"
    assert filed["status_code"] == 1
    assert filed["number"].startswith("DK32069920250922")
    intake = next(
        one for one in office.window.get(f"/applications/{filed['id']}/clocks")["items"] if one["key"] == "intake"
    )
    assert intake["due_on"] == "2025-09-28", "the last day of the check is a make-up working day, a Sunday"

    office.at("2025-09-23T10:00:00")
    case = office.act("window", filed["id"], "accept")
    assert (case["state"], case["status_code"], case["light"]) == ("in_review", 3, "green")
    assert case["committed_due_on"] == "2025-10-09"
    assert case["statutory_due_on"] == "2025-10-27"
    assert case["joint_cap_on"] == "2025-12-01"
    assert [one["key"] for one in case["permits"]] == ["road-occupation", "road-utilities", "green-space", "trees"]
    due = {(one["department"], one["due_on"]) for one in case["work_items"] if one["kind"] != "intake"}
    assert due == {
        ("planning", "2025-09-25"),
        ("police", "2025-09-26"),
        ("roads", "2025-09-29"),
        ("greening", "2025-09-29"),
    }

    _everybody_answers(office, case["id"])

    decided = office.contractor.get(f"/applications/{case['id']}")
    assert (decided["state"], decided["outcome"], decided["status_code"]) == ("decided", "all_granted", 11)
    assert decided["net_working_days"] == 6
    assert decided["decided_at"].startswith("2025-09-30")
    assert len(decided["licences"]) == 4
    clocks = office.window.get(f"/applications/{case['id']}/clocks")["items"]
    assert next(one for one in clocks if one["key"] == "delivery")["due_on"] == "2025-10-21"


def _everybody_answers(office: Office, case: int) -> None:
    office.at("2025-09-25T10:00:00")
    for permit in ("road-occupation", "road-utilities", "green-space"):
        office.answer("planning", case, kind="opinion", permit=permit)
    office.at("2025-09-26T10:00:00")
    for permit in ("road-occupation", "road-utilities"):
        office.answer("police", case, kind="co_approval", permit=permit)
    office.at("2025-09-30T10:00:00")
    office.answer("greening", case, kind="decision", permit="green-space")
    office.answer("greening", case, kind="decision", permit="trees")
    office.answer("roads", case, kind="decision", permit="road-utilities")
    assert office.lead.get(f"/applications/{case}")["state"] == "in_review"
    office.answer("roads", case, kind="decision", permit="road-occupation")


def test_everything_is_delivered_at_once_and_rated(office: Office) -> None:
    office.at("2025-09-23T10:00:00")
    case = office.accepted(ANSWERS)
    _everybody_answers(office, case["id"])

    office.at("2025-10-09T09:00:00")
    delivered = office.act("window", case["id"], "deliver", {"method": "counter", "recipient": "陈建"})
    assert delivered["state"] == "delivered"
    closed = office.act("contractor", case["id"], "rate", {"stars": 5, "comment": "快"})
    assert (closed["state"], closed["stars"]) == ("closed", 5)

    kinds = [one["kind"] for one in office.contractor.get(f"/applications/{case['id']}/notices")["items"]]
    assert len(kinds) >= 11, "receipt, acceptance, four decisions, four licences, record of delivery"
