"""S07: P2 is granted, the applicant withdraws the rest: open work ends, the licence stands, no figure counts it."""

from typing import Any

import pytest

from tests.offices import Office

ANSWERS = {
    "road_class": "urban",
    "access_kind": "temporary",
    "period": {"from": "2026-08-03", "to": "2026-10-03"},
    "occupy": {"part": "footway", "area_m2": 60, "days": 60},
    "excavate": {"area_m2": 30},
    "utilities": {"works": ["lamp"], "on_bridge": False},
    "green": {"area_m2": 80, "months": 2, "stays_after": False},
}
P1, P2, P3 = "road-occupation", "road-utilities", "green-space"


@pytest.fixture
def withdrawn(office: Office) -> Any:
    """Accepted on Monday 6 July, P2 granted on the 8th, the rest withdrawn on the 9th."""
    office.at("2026-07-06T09:00:00")
    case = office.accepted(ANSWERS)
    assert {one["key"] for one in case["permits"]} == {P1, P2, P3}
    assert case["committed_due_on"] == "2026-07-15"
    office.at("2026-07-08T10:00:00")
    office.answer("police", case["id"], kind="co_approval", permit=P2)
    office.answer("roads", case["id"], kind="decision", permit=P2)
    office.answer("planning", case["id"], kind="opinion", permit=P1)
    office.at("2026-07-09T10:00:00")
    return office.act("contractor", case["id"], "withdraw", {"reason": "The plant is not built.", "permits": [P1, P3]})


def test_the_open_permits_end_and_their_work_is_cancelled(office: Office, withdrawn: Any) -> None:
    assert (withdrawn["state"], withdrawn["outcome"], withdrawn["status_code"]) == ("withdrawn", "all_granted", 14)
    assert {one["key"]: one["state"] for one in withdrawn["permits"]} == {
        P1: "withdrawn",
        P2: "granted",
        P3: "withdrawn",
    }
    on_withdrawn = [one["state"] for one in withdrawn["work_items"] if one["permit"] in {P1, P3}]
    assert sorted(set(on_withdrawn)) == ["cancelled", "done"]
    assert on_withdrawn.count("done") == 1, "planning's opinion stays on record"
    assert office.roads.get("/work-items/counts")["all"] == 0


def test_the_request_is_confirmed_in_the_same_act(office: Office, withdrawn: Any) -> None:
    events = office.auditor.get(f"/applications/{withdrawn['id']}/events")["items"]
    told = next(one for one in events if one["type"] == "application.withdrawn")

    assert told["payload"]["status_codes"] == [16, 14]
    assert set(told["payload"]["permits"]) == {P1, P3}
    kinds = [one["kind"] for one in office.contractor.get(f"/applications/{withdrawn['id']}/notices")["items"]]
    assert kinds.count("withdrawal") == 1


def test_the_licence_of_p2_stands_and_is_delivered(office: Office, withdrawn: Any) -> None:
    number = next(one["licence_number"] for one in withdrawn["permits"] if one["key"] == P2)
    assert office.contractor.get(f"/licences/{number}")["state"] == "in_force"

    office.at("2026-07-10T10:00:00")
    served = office.act("window", withdrawn["id"], "deliver", {"method": "counter", "recipient": "陈建"})

    assert (served["state"], served["delivered_at"] is not None) == ("withdrawn", True)
    assert office.contractor.get(f"/licences/{number}")["state"] == "in_force"


def test_no_figure_of_time_counts_what_was_withdrawn(office: Office, withdrawn: Any) -> None:
    span = "from=2026-07-01&to=2026-07-31"
    permits = office.manager.get(f"/reports/turnaround?{span}&by=permit&basis=committed")["items"]
    assert {one["key"]: one["n"] for one in permits} == {P2: 1}
    departments = office.manager.get(f"/reports/turnaround?{span}&by=department&basis=committed")["items"]
    assert "planning" not in {one["key"] for one in departments}, "its opinion was on a permit that was withdrawn"
    assert {one["key"] for one in departments} == {"police", "roads"}


def test_no_timer_of_a_withdrawn_permit_ever_fires(office: Office, withdrawn: Any) -> None:
    office.at("2026-08-31T10:00:00")

    events = office.auditor.get(f"/applications/{withdrawn['id']}/events")["items"]
    seq = next(one["seq"] for one in events if one["type"] == "application.withdrawn")
    fired = [one["payload"]["scope"] for one in events if one["seq"] > seq and one["type"].startswith("clock.")]
    assert not any(scope.startswith((f"item:{P1}", f"item:{P3}", P1, P3)) for scope in fired)
    assert office.contractor.get(f"/applications/{withdrawn['id']}")["state"] == "withdrawn"


def test_what_is_decided_cannot_be_withdrawn(office: Office) -> None:
    office.at("2026-07-06T09:00:00")
    case = office.accepted(ANSWERS)
    office.answer("police", case["id"], kind="co_approval", permit=P2)
    office.answer("roads", case["id"], kind="decision", permit=P2)

    refused = office.act("contractor", case["id"], "withdraw", {"reason": "x", "permits": [P2]}, 422)

    assert P2 in str(refused["errors"])
    office.act("contractor2", case["id"], "withdraw", {"reason": "x"}, 404)
    assert office.act("window", case["id"], "withdraw", {"reason": "x"}, 403)["code"] == "role_not_held"
