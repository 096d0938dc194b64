"""What the example notice must show; `test_examples.py` runs it in a copy of the house that has it."""

import io

import pytest
from flask_openapi3.openapi import OpenAPI
from pypdf import PdfReader

from permits.documents import render
from permits.documents.kinds import missing_facts
from tests.offices import PLAINEST, Office
from tests.pages import CheckedClient
from tests.permits.web.journeys import sign_in

KIND = "taken_on"


@pytest.fixture
def office(app: OpenAPI) -> Office:
    return Office(app)


def test_it_goes_out_with_all_its_facts_and_is_rendered(client: CheckedClient, office: Office) -> None:
    case = office.accepted(PLAINEST)
    item = office.item(case["id"], kind="decision", department="roads")

    office.roads.post(f"/work-items/{item['id']}/actions/claim")

    facts = office.facts_of(case["id"], KIND)
    assert missing_facts(KIND, facts) == frozenset()
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(render(KIND, facts, language="zh"))).pages)
    assert "行政许可申请承办告知书" in text
    assert "已于" in text

    sign_in(client)
    assert "承办告知书" in client.get(f"/applications/{case['id']}").text
