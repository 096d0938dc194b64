"""Pages on which a longer limit is asked for and given: a permit's by its head, the joint cap by the government."""

from typing import Any

import pytest
from flask import Flask

from tests.offices import Office
from tests.pages import CheckedClient
from tests.permits.web.journeys import sign_in

P1 = "road-occupation"
WHY = "地下管线须逐一核实。"


@pytest.fixture
def house(app: Flask) -> Office:
    return Office(app)


@pytest.fixture
def case(house: Office) -> int:
    return int(house.accepted()["id"])


def take(client: CheckedClient, case: int, name: str, *, who: str, on: str = "permit", key: Any = P1) -> None:
    """Open the act's page in its list, send it empty, then with its reason."""
    sign_in(client, who)
    page = f"/cases/{case}/actions/{on}/{key}/{name}"
    assert f'href="{page}"' in client.get(f"/cases/{case}").text
    assert client.get(page).status_code == 200

    assert client.post(page, data={"reason": ""}).status_code == 422
    assert client.post(page, data={"reason": WHY}).status_code == 302


def test_a_clerk_asks_and_the_head_gives(client: CheckedClient, house: Office, case: int) -> None:
    before = house.lead.get(f"/applications/{case}")["permits"][0]["statutory_due_on"]

    take(client, case, "request_extension", who="roads")
    assert house.lead.get(f"/applications/{case}")["permits"][0]["statutory_due_on"] == before

    take(client, case, "extend", who="roads-head")
    assert house.lead.get(f"/applications/{case}")["permits"][0]["statutory_due_on"] > before


def test_the_lead_asks_and_the_government_gives(client: CheckedClient, house: Office, case: int) -> None:
    before = house.lead.get(f"/applications/{case}")["joint_cap_on"]

    take(client, case, "request_joint_extension", who="lead", on="application", key=case)
    assert house.lead.get(f"/applications/{case}")["joint_cap_on"] == before

    take(client, case, "extend_joint", who="government", on="application", key=case)
    assert house.lead.get(f"/applications/{case}")["joint_cap_on"] > before


def test_a_request_stands_in_the_inbox_of_who_may_grant_it_until_it_is_granted(
    client: CheckedClient, house: Office, case: int
) -> None:
    take(client, case, "request_extension", who="roads")
    take(client, case, "request_joint_extension", who="lead", on="application", key=case)
    of_permit = f"/cases/{case}/actions/permit/{P1}/extend"
    of_case = f"/cases/{case}/actions/application/{case}/extend_joint"
    for who, page in (("roads-head", of_permit), ("government", of_case)):
        sign_in(client, who)
        shown = client.get("/inbox").text
        assert page in shown
        assert WHY in shown
        assert client.get(page).status_code == 200
    sign_in(client, "roads")
    assert f'href="{of_permit}"' not in client.get("/inbox").text

    take(client, case, "extend", who="roads-head")
    assert f'href="{of_permit}"' not in client.get("/inbox").text
