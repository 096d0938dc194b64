"""Pages of supervision: the order on top of the inbox, its answer, the lead's own orders, the public explanation."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from tests.offices import Office
from tests.pages import CheckedClient
from tests.permits.web.journeys import sign_in


@pytest.fixture
def house(app: Flask) -> Office:
    return Office(app)


def later(house: Office, days: int) -> str:
    """Let days pass; returns the day reached."""
    now = datetime.fromisoformat(house.admin.get("/sandbox/clock")["now"])
    house.at((now + timedelta(days=days)).isoformat())
    return (now + timedelta(days=days)).date().isoformat()


@pytest.fixture
def late(house: Office) -> Any:
    case = house.accepted()
    later(house, 30)
    return case


def act(case: Any, name: str) -> str:
    return f"/cases/{case['id']}/actions/application/{case['id']}/{name}"


def test_a_department_finds_the_order_on_top_of_its_inbox_and_answers_it(
    client: CheckedClient, house: Office, late: Any
) -> None:
    sign_in(client, "police-head")
    assert act(late, "answer_supervision") in client.get("/inbox").text
    assert "逾期原因" in client.get(act(late, "answer_supervision")).text
    (order,) = [
        one for one in house.lead.get(f"/applications/{late['id']}")["supervision"] if one["department"] == "police"
    ]
    missing = client.post(act(late, "answer_supervision"), data={"number": order["number"], "cause": "忙。"})
    assert missing.status_code == 422

    sent = {"number": order["number"], "cause": "忙。", "measures": "加人。", "finish_by": later(house, 1)}
    assert client.post(act(late, "answer_supervision"), data=sent).status_code == 302

    assert f'href="{act(late, "answer_supervision")}' not in client.get("/inbox").text
    assert "加人。" in client.get(f"/cases/{late['id']}").text


def test_the_manager_sees_every_order_and_the_lead_raises_one(client: CheckedClient, house: Office, late: Any) -> None:
    sign_in(client, "manager")
    assert "待答复的督办单" in client.get("/turnaround").text

    sign_in(client, "lead")
    assert client.get(act(late, "escalate")).status_code == 200
    planned = {"about": "case", "reason": "请说明。"}
    refused = client.post(act(late, "escalate"), data=planned)
    assert refused.status_code == 409, "the system has raised one about the case already"
    assert "尚未了结" in refused.text


def test_the_lead_explains_in_public(client: CheckedClient, late: Any) -> None:
    sign_in(client, "lead")
    assert "应公开说明" in client.get(f"/cases/{late['id']}").text
    assert client.post(act(late, "publish_explanation"), data={"text": "交警答复迟延。"}).status_code == 302

    assert "交警答复迟延。" in client.get("/promise").text
    sign_in(client, "contractor")
    assert "交警答复迟延。" in client.get(f"/applications/{late['id']}").text


def test_a_limit_of_the_law_overrun_is_marked_as_a_breach_of_procedure(
    client: CheckedClient, house: Office, late: Any
) -> None:
    later(house, 60)
    sign_in(client, "lead")

    assert "程序异常" in client.get(f"/cases/{late['id']}").text
