"""What the example action must show; `test_examples.py` runs it in a copy of the house that has it."""

import pytest
from flask_openapi3.openapi import OpenAPI

from tests.offices import PLAINEST, Office
from tests.pages import CheckedClient
from tests.permits.web.journeys import sign_in

NAME = "escalate_permit"
PERMIT = "road-occupation"


@pytest.fixture
def office(app: OpenAPI) -> Office:
    return Office(app)


def test_the_api_describes_it(office: Office) -> None:
    described = office.caller("").get("/openapi.json")
    post = described["paths"][f"/api/v1/applications/{{application}}/permits/{{permit}}/actions/{NAME}"]["post"]

    assert post["summary"] == "Order the deciding department of a permit to answer"
    assert "reason" in described["components"]["schemas"]["PermitEscalation"]["required"]


def test_it_is_offered_with_its_fields_and_taken_by_a_program(office: Office) -> None:
    case = office.accepted(PLAINEST)
    (offer,) = [one for one in office.lead.get(f"/applications/{case['id']}/actions") if one["name"] == NAME]
    assert (offer["on"], offer["target"], offer["ready"]) == ("permit", PERMIT, True)
    assert set(offer["schema"]["properties"]) == {"expected_version", "note", "reason"}

    office.lead.post(f"/applications/{case['id']}/permits/{PERMIT}/actions/{NAME}", {}, 422)
    office.lead.post(f"/applications/{case['id']}/permits/{PERMIT}/actions/{NAME}", {"reason": "Late."})

    (order,) = office.lead.get(f"/applications/{case['id']}")["supervision"]
    assert (order["department"], order["reason"]) == ("roads", "Late.")


def test_it_has_a_page_with_its_form(client: CheckedClient, office: Office) -> None:
    case = office.accepted(PLAINEST)
    address = f"/cases/{case['id']}/actions/permit/{PERMIT}/{NAME}"
    sign_in(client, "lead")
    assert address in client.get(f"/cases/{case['id']}").text
    page = client.get(address).text
    assert "就本事项要求审批部门说明情况" in page
    assert "要求该部门说明什么？" in page

    assert client.post(address, data={"reason": ""}).status_code == 422
    assert client.post(address, data={"reason": "逾期未办。"}).status_code == 302
    assert "逾期未办。" in client.get(f"/cases/{case['id']}").text
