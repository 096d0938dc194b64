"""The page on which a department records whether a commitment proved true."""

from typing import Any

import pytest

from tests.bundles import put_in_force
from tests.offices import AGENT, COMPANY, Office
from tests.pages import CheckedClient
from tests.permits.services.intake.test_commitments import source
from tests.permits.web.early import client as client
from tests.permits.web.early import house as house
from tests.permits.web.journeys import sign_in


@pytest.fixture
def promised(house: Office, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A case whose planning permit was granted on a commitment; gives it and the address of the page."""
    put_in_force(house.app.extensions["engine"], house.app.extensions["office"], source())
    form = {"bundle": "promising", "applicant": COMPANY, "agent": AGENT, "site": {"road": "紫琅路"}, "answers": {}}
    filed = house.contractor.post("/applications", form, 201)
    house.contractor.hand_in(filed["id"], "A02")
    house.act("contractor", filed["id"], "submit")
    house.act("window", filed["id"], "accept", {"commitments": ["A01"]})
    house.answer("planning", filed["id"], kind="decision", permit="planning-permit")
    item = house.item(filed["id"], kind="verification", department="planning")
    return filed, f"/cases/{filed['id']}/actions/work_item/{item['id']}/verify_commitment"


def test_the_department_that_granted_records_what_it_found(client: CheckedClient, house: Office, promised: Any) -> None:
    case, address = promised
    sign_in(client, "planning")
    assert address in client.get(f"/cases/{case['id']}").text
    assert "现场与承诺一致。" in client.post(address, data={"findings": "现场与承诺一致。"}).text, (
        "what was typed stays"
    )

    assert client.post(address, data={"is_true": "yes", "findings": "现场与承诺一致。"}).status_code == 302

    trail = house.lead.get(f"/applications/{case['id']}/events")["items"]
    assert "commitment.kept" in [one["type"] for one in trail]
    assert 'href="' + address not in client.get(f"/cases/{case['id']}").text


def test_nobody_else_is_asked(client: CheckedClient, promised: Any) -> None:
    case, address = promised
    sign_in(client, "roads")

    assert 'href="' + address not in client.get(f"/cases/{case['id']}").text
    assert client.post(address, data={"is_true": "no", "findings": "不实。"}).status_code in {403, 404, 409}
