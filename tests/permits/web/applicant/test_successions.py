"""Renewals and variations look like what they are: which licence, what changes, until when, with which papers."""

import html
import re
from typing import Any

import pytest

from tests.offices import PLAINEST, Office
from tests.pages import CheckedClient
from tests.permits.web.early import client as client
from tests.permits.web.early import house as house
from tests.permits.web.journeys import sign_in

TERM = {"from": "2025-03-20", "to": "2025-05-18"}
GREEN = {"road_class": "urban", "access_kind": "temporary", "green": {"area_m2": 80, "months": 6, "stays_after": False}}


def plain(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page[page.index("<main") :])).split())


def granted(house: Office, answers: Any, who: str) -> str:
    house.at("2025-03-03T09:00:00")
    case = house.accepted({**answers, "period": answers.get("period", TERM)})
    if who == "roads":
        house.answer("police", case["id"], kind="co_approval")
    house.answer(who, case["id"], kind="decision")
    house.act("window", case["id"], "deliver", {"recipient": "陈建"})
    return str(house.contractor.get(f"/applications/{case['id']}")["licences"][0])


def child_of(house: Office, number: str, action: str, body: Any = None) -> Any:
    house.contractor.post(f"/licences/{number}/actions/{action}", body)
    (draft,) = house.contractor.get("/applications?state=draft")["items"]
    return house.contractor.get(f"/applications/{draft['id']}")


@pytest.fixture
def road(house: Office) -> str:
    return granted(house, PLAINEST, "roads")


def longer(house: Office, number: str) -> Any:
    return child_of(house, number, "vary", {"changes": {"period": {**TERM, "to": "2025-06-07"}}})


def test_a_draft_says_at_its_head_which_licence_it_changes_and_how(
    client: CheckedClient, house: Office, road: str
) -> None:
    child = longer(house, road)
    sign_in(client, "contractor")

    page = client.get(f"/applications/{child['id']}/form/parties").text

    said = plain(page)
    assert "申请变更许可" in said
    assert "60 天" not in said.partition("现申请")[0]
    assert "占用天数：60 天" in said or "占用天数 60 天" in said
    assert "80 天" in said
    assert f"/licences/{road}" in page
    assert f"/applications/{child['id']}" in client.get(f"/licences/{road}").text
    assert "变更" in plain(client.get("/applications?scope=all").text)


def test_after_sending_and_after_the_decision_both_ways_stay_open(
    client: CheckedClient, house: Office, road: str
) -> None:
    child = longer(house, road)
    for one in child["materials"]:
        if not one["shared"]:
            house.contractor.hand_in(child["id"], one["code"])
    sent = house.act("contractor", child["id"], "submit")
    sign_in(client, "contractor")
    for state in ("received", "decided"):
        if state == "decided":
            house.act("window", child["id"], "accept")
            house.answer("police", child["id"], kind="co_approval")
            house.answer("roads", child["id"], kind="decision")
        tracked = client.get(f"/applications/{child['id']}").text
        assert f'href="/licences/{road}"' in tracked
        assert "申请变更许可" in plain(tracked)
        assert f"/applications/{child['id']}" in client.get(f"/licences/{road}").text
    assert sent["number"] in plain(client.get(f"/licences/{road}").text)
    assert house.contractor.get(f"/licences/{road}")["valid_to"] == "2025-06-07"


def test_only_the_papers_that_a_change_needs_are_asked_again(house: Office, road: str) -> None:
    first = house.contractor.get(f"/licences/{road}")["application_id"]
    asked = {one["code"] for one in house.contractor.get(f"/applications/{first}")["materials"]}

    again = {one["code"] for one in longer(house, road)["materials"]}

    assert again < asked
    # more time: the form, the power of attorney, the traffic plan, the undertaking; no drawing and no survey
    assert {"M01", "M03", "M08", "M09"} <= again
    assert not {"M05", "M06", "M10"} & again


def test_the_holder_cannot_be_changed_by_a_variation(client: CheckedClient, house: Office, road: str) -> None:
    child = longer(house, road)
    other = {**child["applicant"], "name": "另一家公司"}

    refused = house.contractor.patch(f"/applications/{child['id']}", {"applicant": other}, 422)

    assert refused["errors"][0]["field"] == "applicant.name"
    told = {**child["applicant"], "phone": "13900139000"}
    assert (
        house.contractor.patch(f"/applications/{child['id']}", {"applicant": told})["applicant"]["name"] != "另一家公司"
    )


def test_a_second_variation_starts_from_the_first(client: CheckedClient, house: Office, road: str) -> None:
    child = child_of(house, road, "vary", {"changes": {"occupy": {"part": "footway", "area_m2": 40, "days": 60}}})
    for one in child["materials"]:
        if not one["shared"]:
            house.contractor.hand_in(child["id"], one["code"])
    house.act("contractor", child["id"], "submit")
    house.act("window", child["id"], "accept")
    house.answer("police", child["id"], kind="co_approval")
    house.answer("roads", child["id"], kind="decision")

    second = longer(house, road)

    assert second["answers"]["occupy"]["area_m2"] == 40


def test_the_page_says_until_when_to_ask_and_what_happens_later(client: CheckedClient, house: Office) -> None:
    number = granted(house, {**GREEN, "period": {"from": "2025-03-20", "to": "2025-09-19"}}, "greening")
    sign_in(client, "contractor")

    page = plain(client.get(f"/licences/{number}").text)

    for said in ("现有效期至 2025年9月19日", "最长可至 2026年9月19日", "申请延续的最后一日 2025年8月20日"):
        assert re.sub(r"\s", "", said) in re.sub(r"\s|[(（]周.[)）]", "", page), page
    assert "30日（自然日）前申请" in page
    house.at("2025-08-21T09:00:00")
    assert "按新申请办理" in plain(client.get(f"/licences/{number}").text)


def test_a_road_licence_says_that_more_time_is_a_variation(client: CheckedClient, house: Office, road: str) -> None:
    sign_in(client, "contractor")

    page = plain(client.get(f"/licences/{road}").text)

    assert "应当在期满前办妥变更" in page
    # ninety days at most, from 20 March on
    assert "2025年6月17日" in page
