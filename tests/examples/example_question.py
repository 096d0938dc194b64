"""What the example question must show; `test_examples.py` runs it in a copy of the house that has it."""

import pytest
from flask_openapi3.openapi import OpenAPI

from tests.offices import PLAINEST, Office
from tests.pages import CheckedClient


@pytest.fixture
def office(app: OpenAPI) -> Office:
    return Office(app)


@pytest.mark.parametrize("at_night", [True, False])
def test_its_answer_leads_to_the_warning(office: Office, *, at_night: bool) -> None:
    body = {"bundle": "road-access", "answers": {**PLAINEST, "night_works": at_night}}

    found = office.caller("contractor").post("/screening", body)

    assert ("night_works" in {one["key"] for one in found["warnings"]}) is at_night


def test_it_is_asked_on_the_start_page(client: CheckedClient) -> None:
    assert "是否在夜间（22时至次日6时）施工？" in client.get("/matters/road-access").text


def test_whoever_agreed_is_asked_again_when_its_answer_changes(office: Office) -> None:
    case = office.accepted(PLAINEST)
    office.answer("police", case["id"], kind="co_approval")

    office.act("contractor", case["id"], "amend", {"changes": {"answers": {"night_works": True}}, "reason": "Later."})

    assert office.item(case["id"], kind="co_approval", department="police")["round"] == 2
