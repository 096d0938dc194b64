"""Pages of fees: the department assesses, the counter books, everybody concerned sees what is owed."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, select

from permits import clock
from permits.models import Event
from permits.services.notifying.notifications import Post, tell
from permits.services.notifying.quiet_hours import QuietHours
from tests.offices import PLAINEST, Office
from tests.pages import CheckedClient
from tests.permits.web.journeys import sign_in


@pytest.fixture
def house(app: Flask) -> Office:
    return Office(app)


def tell_all(conn: Connection, case: int) -> None:
    """Do the jobs that notify of what has happened in a case."""
    by = Post(clock.now(), clock.wall(), QuietHours.read("22:00-08:00"))
    for seq in conn.execute(select(Event.seq).where(Event.application_id == case)).scalars().all():
        tell(conn, area="320699", application_id=case, event_seq=seq, by=by)


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


def test_the_applicant_is_asked_at_once_to_pay_by_a_day_with_where_and_how(
    client: CheckedClient, house: Office, assessed: Any
) -> None:
    (fee,) = assessed["fees"]
    day = date.fromisoformat(fee["pay_by"])
    by = f"{day.year}年{day.month}月{day.day}日"
    assert (day - date.fromisoformat(fee["issued_on"])).days == 15
    assert house.facts_of(assessed["id"], "fee_notice")["pay_by"] == fee["pay_by"]
    with house.app.extensions["engine"].begin() as conn:
        tell_all(conn, assessed["id"])
    sign_in(client, "contractor")

    page, messages = client.get(f"/applications/{assessed['id']}").text, client.get("/notifications").text

    assert "待缴费用" in page
    assert f"前（含当日）到综合窗口缴纳¥900.00，并报缴费通知书编号：{fee['number']}" in page
    assert f"请在{by}前（含当日）到综合窗口缴纳¥900.00" in messages
    sign_in(client, "window")
    booking = f"/cases/{assessed['id']}/actions/application/{assessed['id']}/record_payment"
    client.post(booking, data={"notice": fee["number"], "amount": "900.00", "reference": "S2"})
    sign_in(client, "contractor")
    assert "待缴费用" not in client.get(f"/applications/{assessed['id']}").text


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
