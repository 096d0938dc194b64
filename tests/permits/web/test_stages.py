"""Pages of the government stage: the pre-review goes up, the leader sees the whole file and what the law asks."""

from typing import Any

import pytest
from flask import Flask

from tests.offices import PLAINEST, Office
from tests.pages import CheckedClient
from tests.permits.web.journeys import sign_in

BARRED = {**PLAINEST, "excavate": {"area_m2": 30}, "road_opened_on": "2024-06-30"}


@pytest.fixture
def house(app: Flask) -> Office:
    return Office(app)


@pytest.fixture
def barred(house: Office) -> Any:
    return house.accepted(BARRED)


def test_a_pre_review_offers_only_to_pass_the_file_up(client: CheckedClient, house: Office, barred: Any) -> None:
    item = house.item(barred["id"], kind="opinion", department="roads")
    sign_in(client, "roads")

    page = client.get(f"/work-items/{item['id']}").text
    assert "连同全部申请材料报送政府" in page
    assert 'value="refuse"' not in page
    sent = {"verdict": "forward", "opinion": "There is a special need.", "version": item["version"]}
    assert client.post(f"/work-items/{item['id']}", data=sent).status_code == 302

    assert house.item(barred["id"], kind="opinion", department="roads")["verdict"] == "forwarded"


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
