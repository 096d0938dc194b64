"""Pages of the government stage: the pre-review goes up, the leader sees the whole file and what the law asks."""

from typing import Any

import pytest
from flask import Flask

from tests.offices import PLAINEST, Office
from tests.pages import CheckedClient
from tests.permits.web.journeys import confirmed, sign_in

BARRED = {**PLAINEST, "excavate": {"area_m2": 30}, "road_opened_on": "2024-06-30"}


@pytest.fixture
def house(app: Flask) -> Office:
    return Office(app)


@pytest.fixture
def barred(house: Office) -> Any:
    return house.accepted(BARRED)


@pytest.mark.parametrize(
    ("chosen", "verdict", "said"),
    [("forward", "forwarded", "同意报送"), ("forward_against", "forwarded_against", "建议不予")],
)
def test_a_pre_review_passes_the_file_up_with_what_it_recommends(
    client: CheckedClient, house: Office, barred: Any, chosen: str, verdict: str, said: str
) -> None:
    item = house.item(barred["id"], kind="opinion", department="roads")
    sign_in(client, "roads")

    page = client.get(f"/work-items/{item['id']}").text
    assert said in page
    assert 'value="refuse"' not in page
    sent = {"verdict": chosen, "opinion": "There is a special need.", "version": item["version"]}
    assert confirmed(client, f"/work-items/{item['id']}", sent).status_code == 302

    assert house.item(barred["id"], kind="opinion", department="roads")["verdict"] == verdict
    sign_in(client, "government")
    above = house.item(barred["id"], kind="government", department="government")
    assert said in client.get(f"/work-items/{above['id']}").text


def test_the_leader_sees_the_pre_review_the_law_and_every_paper(
    client: CheckedClient, house: Office, barred: Any
) -> None:
    house.answer("roads", barred["id"], kind="opinion", action="forward", body={"opinion": "There is a special need."})
    item = house.item(barred["id"], kind="government", department="government")
    sign_in(client, "government")

    page = client.get(f"/work-items/{item['id']}").text

    assert "There is a special need." in page
    assert "2029年6月30日" in page
    assert "第四十三条" in page
    assert "特殊情况挖掘说明" in page


def test_a_draft_that_speaks_of_an_emergency_asks_for_the_report_and_takes_it(
    client: CheckedClient, house: Office
) -> None:
    draft = house.draft({**PLAINEST, "excavate": {"area_m2": 12}, "emergency": True})
    sign_in(client, "contractor")
    address = f"/cases/{draft['id']}/actions/application/{draft['id']}/report_emergency"
    assert address in client.get(f"/applications/{draft['id']}/form/check").text
    assert client.get(address).status_code == 200

    sent = {"started_at": "2026-11-01T08:00", "roads_at": "2026-11-01T08:00", "police_at": "2026-11-01T08:00"}
    assert client.post(address, data={**sent, "version": draft["version"]}).status_code == 302

    house.act("contractor", draft["id"], "submit")
    page = client.get(f"/applications/{draft['id']}").text
    assert "逾期补办" in page
    sign_in(client, "window")
    assert "紧急抢修" in client.get("/counter").text
    assert "2026年11月2日" in client.get(f"/cases/{draft['id']}").text
