"""Fees by the API: the notice stands in the application, the counter books payments and refunds against its number."""

from typing import Any

import pytest

from tests.offices import PLAINEST, Office

# 60 m² of footway for 60 days
OWED = 90_000


@pytest.fixture
def granted(office: Office) -> Any:
    office.at("2026-03-02T09:00:00")
    case = office.accepted(PLAINEST)
    office.answer("police", case["id"], kind="co_approval")
    office.answer("roads", case["id"], kind="decision")
    return office.contractor.get(f"/applications/{case['id']}")


def money(granted: Any, **changes: Any) -> dict[str, Any]:
    return {"notice": granted["fees"][0]["number"], "reference": "2026-0001", "amount_fen": OWED, **changes}


def test_a_granted_permit_shows_its_fee_with_lines_and_law(granted: Any) -> None:
    (fee,) = granted["fees"]

    assert (fee["number"], fee["kind"], fee["state"]) == (f"{granted['number']}-P1-F1", "charge", "due")
    assert (fee["amount_fen"], fee["paid_fen"], fee["left_fen"]) == (OWED, 0, OWED)
    assert [(line["days"], line["plus_percent"], line["amount_fen"]) for line in fee["lines"]] == [
        (30, 0, 36_000),
        (30, 50, 54_000),
    ]
    assert all(line["law"] == "Urban Road Administration Regulations art. 37" for line in fee["lines"])


def test_a_payment_is_booked_once_however_often_it_is_sent(office: Office, granted: Any) -> None:
    part = money(granted, amount_fen=40_000)
    paid = office.act("window", granted["id"], "record_payment", part)
    again = office.act("window", granted["id"], "record_payment", part)

    assert (paid["fees"][0]["state"], paid["fees"][0]["left_fen"]) == ("partly_paid", 50_000)
    assert again["fees"] == paid["fees"]
    assert [(one["reference"], one["amount_fen"]) for one in again["fees"][0]["payments"]] == [("2026-0001", 40_000)]
    over = office.act("window", granted["id"], "record_payment", money(granted, reference="2", amount_fen=50_001), 409)
    assert (over["code"], "58, 59" in over["law"]) == ("overpaid", True)


def test_only_the_counter_is_offered_the_till_and_only_while_something_is_open(office: Office, granted: Any) -> None:
    case = granted["id"]
    assert "record_payment" in office.window.get(f"/applications/{case}")["allowed"]
    assert "record_payment" not in granted["allowed"]
    office.act("contractor", case, "record_payment", money(granted), 403)
    stale = money(granted, expected_version=0)
    assert office.act("window", case, "record_payment", stale, 409)["code"] == "version_conflict"

    paid = office.act("window", case, "record_payment", money(granted))

    assert not {"record_payment", "record_refund"} & set(paid["allowed"])
    refused = office.act("window", case, "record_refund", money(granted, reference="9"), 409)
    assert refused["unmet"] == ["No refund is due"]


@pytest.mark.parametrize("amount", ["900", 1.5, True, None])
def test_an_amount_is_a_whole_number_of_fen(office: Office, granted: Any, amount: Any) -> None:
    answer = office.act("window", granted["id"], "record_payment", money(granted, amount_fen=amount), 422)

    assert answer["errors"][0]["field"] == "amount_fen"


def test_a_prepaid_permit_that_is_withdrawn_gives_its_fee_back(office: Office) -> None:
    """As in S07: what is not decided ends with the withdrawal, and its fees go back."""
    office.at("2026-07-06T09:00:00")
    case = office.accepted({**PLAINEST, "utilities": {"works": ["lamp"]}})
    office.roads.post(f"/applications/{case['id']}/permits/road-occupation/actions/assess_fee")
    office.police.post(f"/applications/{case['id']}/permits/road-occupation/actions/assess_fee", expect=403)
    assessed = office.contractor.get(f"/applications/{case['id']}")
    office.act("window", case["id"], "record_payment", money(assessed))
    office.at("2026-07-08T10:00:00")
    office.answer("police", case["id"], kind="co_approval", permit="road-utilities")
    office.answer("roads", case["id"], kind="decision", permit="road-utilities")

    office.at("2026-07-09T10:00:00")
    withdrawn = office.act("contractor", case["id"], "withdraw", {"reason": "No longer needed."})
    refund = withdrawn["fees"][-1]
    assert (refund["kind"], refund["state"], refund["amount_fen"]) == ("refund", "due", OWED)
    sent = {"notice": refund["number"], "reference": "T-1", "amount_fen": OWED}
    done = office.act("window", case["id"], "record_refund", sent)

    assert (done["fees"][-1]["state"], done["fees"][-1]["left_fen"]) == ("refunded", 0)
    assert {one["key"]: one["state"] for one in done["permits"]}["road-utilities"] == "granted"
    kinds = [one["kind"] for one in office.contractor.get(f"/applications/{case['id']}/notices")["items"]]
    assert {"fee_notice", "refund_notice"} <= set(kinds)
