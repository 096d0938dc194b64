"""The page of a department's answer: words that fit, several conditions, what others offer, less than was asked."""

from typing import Any

import pytest
from flask import Flask

from tests.offices import PLAINEST, Office
from tests.pages import CheckedClient
from tests.permits.web.journeys import confirmed, sign_in

ANSWERS = {**PLAINEST, "green": {"area_m2": 80, "months": 3, "stays_after": False}}
NIGHT = {"kind": "hours", "text": "20:00–06:00"}
POLICE = {"opinion": "夜间施工。", "conditions": [NIGHT], "narrower": {"days": 30}}
GREENING = {"opinion": "请保护。", "conditions": [{"kind": "utility_protection", "text": "保护树根。"}]}
P1 = "road-occupation"


@pytest.fixture
def house(app: Flask) -> Office:
    return Office(app)


def page_of(house: Office, case: Any, who: str, kind: str, permit: str = P1) -> str:
    return f"/work-items/{house.item(case['id'], kind=kind, department=who, permit=permit)['id']}"


@pytest.mark.parametrize(
    ("who", "kind", "words", "reason"),
    [
        ("roads", "decision", ("准予", "不予"), "不予许可的原因"),
        ("police", "co_approval", ("会签同意", "不同意"), "不同意的原因"),
        ("greening", "opinion", ("同意", "不同意"), ""),
    ],
)
def test_the_verdict_is_asked_in_the_words_of_the_kind_of_work(
    client: CheckedClient, house: Office, who: str, kind: str, words: tuple[str, str], reason: str
) -> None:
    case = house.accepted(ANSWERS)
    sign_in(client, who)

    page = client.get(page_of(house, case, who, kind)).text

    for word in words:
        assert f"<span>{word}</span>" in page
    assert [one for one in ("不予许可的原因", "不同意的原因") if one in page] == ([reason] if reason else [])


def test_one_who_only_gives_an_opinion_disagrees_without_the_reason_of_refusing_a_permit(
    client: CheckedClient, house: Office
) -> None:
    case = house.accepted(ANSWERS)
    sign_in(client, "greening")
    sent = {"verdict": "refuse", "opinion": "树根受损。"}

    assert client.post(page_of(house, case, "greening", "opinion"), data=sent).status_code == 302

    sign_in(client, "lead")
    assert "征求意见 · 不同意" in client.get(f"/cases/{case['id']}").text


def test_rows_of_conditions_come_and_go_without_a_script_and_nothing_typed_is_lost(
    client: CheckedClient, house: Office
) -> None:
    case = house.accepted(PLAINEST)
    sign_in(client, "police")
    address = page_of(house, case, "police", "co_approval")
    typed = {
        "verdict": "approve",
        "opinion": "夜间施工。",
        "conditions-0-kind": "hours",
        "conditions-0-text": "20:00–06:00",
        "conditions-1-kind": "hoarding",
        "conditions-1-text": "设围挡。",
        "narrower-0-key": "days",
        "narrower-0-value": "900",
    }

    more = client.post(address, data={**typed, "go": "more"})
    assert (more.status_code, more.text.count("conditions-2-kind") > 0) == (200, True)
    fewer = client.post(address, data={**typed, "go": "remove-0"})
    assert "20:00–06:00" not in fewer.text
    assert "设围挡。" in fewer.text
    wrong = client.post(address, data=typed)
    assert wrong.status_code == 409
    for text in ("20:00–06:00", "设围挡。", 'value="900"', "没有少于申请的"):
        assert text in wrong.text
    assert client.post(address, data={**typed, "narrower-0-value": "30"}).status_code == 302

    item = house.item(case["id"], kind="co_approval", department="police")
    assert [one["kind"] for one in item["conditions"]] == ["hours", "hoarding"]
    assert item["narrower"] == {"days": 30}


def test_the_decider_sees_what_the_others_restrict_and_says_why_an_offer_is_left_out(
    client: CheckedClient, house: Office
) -> None:
    case = house.accepted(ANSWERS)
    house.answer("police", case["id"], kind="co_approval", body=POLICE)
    house.answer("greening", case["id"], kind="opinion", permit=P1, body=GREENING)
    sign_in(client, "roads")
    address = page_of(house, case, "roads", "decision")
    page = client.get(address).text
    for text in ("20:00–06:00", "准予天数：30天", "保护树根。", "其他部门建议的条件"):
        assert text in page

    offered = {"offered-0-condition": f"{P1}:greening:opinion:0", "verdict": "approve", "opinion": "同意。"}
    silent = client.post(address, data=offered)
    assert silent.status_code == 422
    assert "请勾选采纳，或者说明不采纳的理由" in silent.text
    assert confirmed(client, address, {**offered, "offered-0-why": "与树根无关。"}).status_code == 302

    shown = house.lead.get(f"/applications/{case['id']}")["permits"][0]
    assert [one["text"] for one in shown["conditions"]] == ["20:00–06:00"]
    assert shown["narrower"] == {"days": 30}
    assert shown["left_out"][0]["why"] == "与树根无关。"
    assert "agreement" not in house.contractor.get(f"/applications/{case['id']}")["permits"][0]
    sign_in(client, "window")
    counter = client.get(f"/counter/{case['id']}").text
    assert "与树根无关。" in counter
    sign_in(client, "contractor")
    assert "准予天数" in client.get(f"/applications/{case['id']}").text


def test_staff_read_the_contradiction_on_their_pages_and_in_the_api(client: CheckedClient, house: Office) -> None:
    case = house.accepted({**PLAINEST, "excavate": {"area_m2": 20}})
    claimed = {**POLICE, "conditions": [{**NIGHT, "department": "nobody"}]}
    house.answer("police", case["id"], kind="co_approval", body=claimed)
    daytime = {"opinion": "日间施工。", "conditions": [{"kind": "hours", "text": "09:00–17:00"}]}
    house.answer("planning", case["id"], kind="opinion", body=daytime)

    (permit,) = house.lead.get(f"/applications/{case['id']}")["permits"]
    assert len(permit["contradictions"]) == 1
    assert {one["department"]: one["binds"] for one in permit["agreement"]} == {"police": True, "planning": True}
    for who, address in (
        ("roads", page_of(house, case, "roads", "decision")),
        ("police", page_of(house, case, "police", "co_approval")),
        ("lead", f"/cases/{case['id']}"),
    ):
        sign_in(client, who)
        assert "的以下条件相互冲突" in client.get(address).text
    settle = f"/cases/{case['id']}/actions/permit/{P1}/settle_contradiction"
    sign_in(client, "lead")
    assert "20:00–06:00" in client.get(settle).text
    sent = {"holds": f"{P1}:police:co_approval:0", "reason": "白天车多。"}
    assert client.post(settle, data=sent).status_code == 302
    assert house.lead.get(f"/applications/{case['id']}")["permits"][0]["contradictions"] == []
