"""Pages of a licence's later life: the holder asks, the department answers, everybody sees what became of it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from permits import clock
from tests.offices import PLAINEST, Office
from tests.pages import CheckedClient
from tests.permits.web.journeys import confirmed, sign_in
from workflows import local_day


@pytest.fixture
def house(app: Flask) -> Office:
    return Office(app)


@pytest.fixture
def licence(house: Office) -> Any:
    """A road licence, delivered."""
    case = house.accepted(PLAINEST)
    house.answer("police", case["id"], kind="co_approval", permit="road-occupation")
    house.answer("roads", case["id"], kind="decision", permit="road-occupation")
    house.act("window", case["id"], "deliver", {"recipient": "陈建"})
    number = house.contractor.get(f"/applications/{case['id']}")["licences"][0]
    return {"case": case["id"], "number": number}


def address(licence: Any, name: str) -> str:
    return f"/cases/{licence['case']}/actions/licence/{licence['number']}/{name}"


def test_the_holder_asks_for_the_inspection_and_the_department_holds_it(
    client: CheckedClient, house: Office, licence: Any
) -> None:
    sign_in(client, "contractor")
    assert address(licence, "request_inspection") in client.get(f"/applications/{licence['case']}").text
    assert client.post(address(licence, "request_inspection")).status_code == 302

    sign_in(client, "roads")
    page = client.get(address(licence, "accept_inspection"))
    assert "《城市道路管理条例》第三十五条" in page.text
    alone = client.post(address(licence, "accept_inspection"), data={"officers": ["32069900301"], "findings": "平整"})
    assert alone.status_code == 409
    assert re.search(r'<input checked [^>]*value="32069900301"', alone.text)
    both = client.post(
        address(licence, "accept_inspection"), data={"officers": ["32069900301", "32069900302"], "findings": "平整"}
    )
    assert both.status_code == 302
    assert house.lead.get(f"/licences/{licence['number']}")["reinstatement"] == "accepted"


def test_a_site_check_asks_only_for_what_the_licence_covers_and_shows_what_it_found(
    client: CheckedClient, house: Office, licence: Any
) -> None:
    sign_in(client, "roads")
    page = client.get(address(licence, "check_site")).text
    assert 'name="occupy"' in page
    assert 'name="excavate"' not in page
    assert 'name="green"' not in page
    found = {"officers": ["32069900301", "32069900302"], "findings": "围挡外移。", "occupy": "75.5"}

    assert client.post(address(licence, "check_site"), data=found).status_code == 302

    shown = client.get(f"/licences/{licence['number']}").text
    assert "超出许可" in shown
    assert "围挡外移。" in shown


def test_a_revocation_waits_until_the_holder_was_heard(client: CheckedClient, house: Office, licence: Any) -> None:
    sign_in(client, "roads-head")
    assert "须先听取被许可人陈述申辩" in client.get(address(licence, "revoke")).text
    day = local_day(clock.now()) + timedelta(days=1)
    told = {"ground": "fraud", "reason": "规划许可系伪造", "answer_by": day.isoformat()}
    assert client.post(address(licence, "notify_intent"), data={**told, "answer_by": ""}).status_code == 422
    assert confirmed(client, address(licence, "notify_intent"), told).status_code == 302
    shown = client.get(f"/licences/{licence['number']}").text
    assert "已告知拟撤销（撤回）" in shown
    assert f"陈述申辩截止{day.year}年{day.month}月{day.day}日" in shown
    client.post(address(licence, "hear_defence"), data={"text": "材料系他人伪造。"})
    why = {"ground": "fraud", "reason": "规划许可系伪造", "is_harm_weighed": "y"}

    assert confirmed(client, address(licence, "revoke"), why).status_code == 302

    assert house.lead.get(f"/licences/{licence['number']}")["state"] == "revoked"


def test_varying_opens_a_draft(client: CheckedClient, house: Office, licence: Any) -> None:
    sign_in(client, "contractor")
    empty = client.post(address(licence, "vary"), data={})
    assert empty.status_code == 409

    assert client.post(address(licence, "vary"), data={"days": "70", "reason": "工期延长"}).status_code == 302

    drafts = house.contractor.get("/applications?state=draft")["items"]
    child = house.contractor.get(f"/applications/{drafts[0]['id']}")
    assert (child["kind"], child["answers"]["occupy"]["days"]) == ("variation", 70)


def test_a_licence_shows_what_has_become_of_it(client: CheckedClient, house: Office, licence: Any) -> None:
    number = licence["number"]
    house.contractor.post(f"/licences/{number}/actions/request_inspection")
    seen = {"officers": ["32069900301", "32069900302"], "findings": "路缘石松动", "rectify_by": "2026-12-30"}
    house.roads.post(f"/licences/{number}/actions/require_rectification", seen)
    house.contractor.post(f"/licences/{number}/actions/cancel", {"reason": "项目停建"})

    sign_in(client, "contractor")
    assert f"/licences/{number}" in client.get(f"/applications/{licence['case']}").text
    page = client.get(f"/licences/{number}").text

    assert "已注销" in page
    assert "项目停建" in page
    assert "《行政许可法》第七十条" in page
    assert "刘路（32069900301）、赵道（32069900302）" in page
    assert "路缘石松动" in page


def test_the_office_names_the_ground_on_which_it_cancels_and_the_holder_none(
    client: CheckedClient, house: Office, licence: Any
) -> None:
    sign_in(client, "contractor")
    assert 'name="ground"' not in client.get(address(licence, "cancel")).text
    sign_in(client, "roads")
    assert 'name="ground"' in client.get(address(licence, "cancel")).text
    assert client.post(address(licence, "cancel"), data={"reason": "登记机关证明"}).status_code == 422

    why = {"ground": "holder_dissolved", "reason": "登记机关证明"}
    assert confirmed(client, address(licence, "cancel"), why).status_code == 302

    assert house.lead.get(f"/licences/{licence['number']}")["state"] == "cancelled"
    assert "被许可人依法终止" in str(house.facts_of(licence["case"], "licence_decision"))


def test_a_licence_is_shown_to_nobody_without_part_in_its_case(client: CheckedClient, licence: Any) -> None:
    sign_in(client, "contractor2")

    assert client.get(f"/licences/{licence['number']}").status_code == 404


def test_an_inspection_is_no_lane_of_the_case_it_follows(client: CheckedClient, house: Office, licence: Any) -> None:
    sign_in(client, "contractor")
    house.contractor.post(f"/licences/{licence['number']}/actions/request_inspection")

    page = client.get(f"/applications/{licence['case']}").text

    picture = page[page.index('class="lanes') : page.index('id="permits"')]
    assert "检查验收" not in picture
    assert "待签收 ·" not in picture


def test_a_green_licence_is_not_asked_about_the_road(client: CheckedClient, house: Office) -> None:
    period = {"from": "2026-12-10", "to": "2027-03-31"}
    green = {"road_class": "urban", "access_kind": "temporary", "period": period}
    case = house.accepted({**green, "green": {"area_m2": 80, "months": 4, "stays_after": False}})
    house.answer("greening", case["id"], kind="decision", permit="green-space")
    house.act("window", case["id"], "deliver", {"recipient": "陈建"})
    number = house.contractor.get(f"/applications/{case['id']}")["licences"][0]
    sign_in(client, "contractor")
    place = f"/cases/{case['id']}/actions/licence/{number}/vary"
    page = client.get(place).text

    assert "变更后的占用天数" not in page
    assert client.post(place, data={"area_m2": "60"}).status_code == 302
    drafts = house.contractor.get("/applications?state=draft")["items"]
    answers = house.contractor.get(f"/applications/{drafts[0]['id']}")["answers"]
    assert answers["green"]["area_m2"] == 60
    assert "occupy" not in answers
