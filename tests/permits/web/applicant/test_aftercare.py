"""The page on which greening counts the trees once their care has ended."""

from typing import Any

import pytest

from tests.offices import Office
from tests.pages import CheckedClient
from tests.permits.web.early import client as client
from tests.permits.web.early import house as house
from tests.permits.web.journeys import sign_in

TREES = [{"species": "香樟", "dbh_cm": 18, "count": 6, "action": "transplant", "street_tree": False}]
PERIOD = {"from": "2025-03-10", "to": "2025-12-31"}
TWO = ["32069900301", "32069900302"]


@pytest.fixture
def counting(house: Office) -> Any:
    """Six trees transplanted and accepted; a year later their care has ended. Gives case, licence and address."""
    house.at("2025-03-03T09:00:00")
    case = house.accepted({"road_class": "urban", "access_kind": "temporary", "period": PERIOD, "trees": TREES})
    house.at("2025-03-10T09:00:00")
    house.answer("greening", case["id"], kind="decision", permit="trees")
    house.act("window", case["id"], "deliver", {"recipient": "陈建"})
    number = house.contractor.get(f"/applications/{case['id']}")["licences"][0]
    house.contractor.post(f"/licences/{number}/actions/request_inspection")
    seen = {"officers": TWO, "findings": "已移植到位。"}
    house.greening.post(f"/licences/{number}/actions/accept_inspection", seen)
    house.at("2026-03-11T09:00:00")
    return number, f"/cases/{case['id']}/actions/licence/{number}/record_survival"


def test_dead_trees_are_to_be_planted_again_by_a_day(client: CheckedClient, house: Office, counting: Any) -> None:
    number, address = counting
    sign_in(client, "greening")
    assert address in client.get(f"/licences/{number}").text
    assert "存活与损失合计不少于 6" in client.get(address).text
    typed = {"officers": TWO, "findings": "枯死两株。", "alive": "4", "dead": "2"}

    undated = client.post(address, data=typed)
    assert undated.status_code == 409
    assert "枯死两株。" in undated.text
    assert "请填写补足期限，须为今日之后的日期" in undated.text
    assert client.post(address, data={**typed, "replant_by": "2026-04-30"}).status_code == 302

    page = client.get(f"/licences/{number}").text
    assert "枯死两株。" in page
    assert "2026年4月30日" in page


def test_living_trees_end_the_watch(client: CheckedClient, house: Office, counting: Any) -> None:
    number, address = counting
    sign_in(client, "greening")
    everything = {"officers": TWO, "findings": "全部成活。", "alive": "6", "dead": "0"}
    nothing = client.post(address, data={"officers": "", "findings": "", "alive": "", "dead": ""})
    assert nothing.status_code == 422
    assert nothing.text.count("请填写清点数量") >= 2

    assert client.post(address, data=everything).status_code == 302

    assert "全部成活。" in client.get(f"/licences/{number}").text
    sign_in(client, "contractor")
    assert "全部成活。" in client.get(f"/licences/{number}").text, "the holder reads it too"
    assert client.get(address).status_code == 403
