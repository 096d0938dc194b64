"""What the example state must show; `test_examples.py` runs it in a copy of the house that has it."""

import pytest

from tests.offices import PLAINEST, Office
from tests.pages import CheckedClient
from tests.permits.web.early import client as client
from tests.permits.web.early import house as house
from tests.permits.web.journeys import sign_in


@pytest.fixture
def licence(house: Office) -> str:
    """A licence that has been revoked while the works lasted."""
    house.at("2025-03-03T09:00:00")
    case = house.accepted({**PLAINEST, "period": {"from": "2025-03-10", "to": "2025-05-08"}})
    house.answer("police", case["id"], kind="co_approval")
    house.answer("roads", case["id"], kind="decision")
    house.act("window", case["id"], "deliver", {"recipient": "陈建"})
    (permit,) = house.lead.get(f"/applications/{case['id']}")["permits"]
    house.revoke(permit["licence_number"])
    return str(permit["licence_number"])


def test_the_order_leads_to_it_and_the_page_names_it(client: CheckedClient, house: Office, licence: str) -> None:
    assert house.roads.get(f"/licences/{licence}")["reinstatement"] == "restoring"

    sign_in(client)
    page = client.get(f"/licences/{licence}").text
    assert "责令恢复中" in page


def test_the_inspection_is_open_from_it(house: Office, licence: str) -> None:
    house.contractor.post(f"/licences/{licence}/actions/request_inspection")

    assert house.roads.get(f"/licences/{licence}")["reinstatement"] == "inspection_requested"
