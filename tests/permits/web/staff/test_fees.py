"""Pages of fees: the department assesses, the counter books, everybody concerned sees what is owed."""

from typing import Any

import pytest
from flask import Flask

from tests.offices import PLAINEST, Office
from tests.pages import CheckedClient
from tests.permits.web.journeys import sign_in


@pytest.fixture
def house(app: Flask) -> Office:
    return Office(app)


@pytest.fixture
def assessed(house: Office, client: CheckedClient) -> Any:
    """Assessed by the roads department, on its page."""
    case = house.accepted(PLAINEST)
    sign_in(client, "roads")
    address = f"/cases/{case['id']}/actions/permit/road-occupation/assess_fee"
    assert address in client.get(f"/cases/{case['id']}").text
    assert "第五十八条、第五十九条" in client.get(address).text
    assert client.post(address, data={"version": case["permits"][0]["version"]}).status_code == 302
    return house.lead.get(f"/applications/{case['id']}")


def test_the_applicant_sees_what_is_owed_line_by_line(client: CheckedClient, assessed: Any) -> None:
    sign_in(client, "contractor")

    page = client.get(f"/applications/{assessed['id']}").text

    assert "¥900.00" in page
    assert "待缴费" in page
    assert "《城市道路管理条例》第三十七条" in page
    assert "加价50%" in page


def test_the_counter_books_a_payment_and_an_overpayment_comes_back(
    client: CheckedClient, house: Office, assessed: Any
) -> None:
    sign_in(client, "window")
    address = f"/cases/{assessed['id']}/actions/application/{assessed['id']}/record_payment"
    number = assessed["fees"][0]["number"]
    assert f"¥900.00 · {number}" in client.get(address).text

    over = client.post(address, data={"notice": number, "amount": "900.01", "reference": "S1"})
    assert over.status_code == 409
    assert "900.01" in over.text
    part = client.post(address, data={"notice": number, "amount": "300.50", "reference": "S1"})
    assert part.status_code == 302

    (fee,) = house.contractor.get(f"/applications/{assessed['id']}")["fees"]
    assert (fee["paid_fen"], fee["left_fen"]) == (30_050, 59_950)
    for page in ("cases", "counter"):
        assert "未结：¥599.50" in client.get(f"/{page}/{assessed['id']}").text


def test_a_refund_has_its_page_once_it_is_due(client: CheckedClient, house: Office, assessed: Any) -> None:
    number = assessed["fees"][0]["number"]
    paid = {"notice": number, "amount_fen": 90_000, "reference": "S1"}
    house.act("window", assessed["id"], "record_payment", paid)
    house.act("contractor", assessed["id"], "withdraw", {"reason": "Not needed."})
    sign_in(client, "window")
    address = f"/cases/{assessed['id']}/actions/application/{assessed['id']}/record_refund"
    refund = f"{assessed['number']}-P1-R1"

    assert refund in client.get(address).text
    assert client.post(address, data={"notice": refund, "amount": "900", "reference": "T1"}).status_code == 302

    assert "已退清" in client.get(f"/cases/{assessed['id']}").text
