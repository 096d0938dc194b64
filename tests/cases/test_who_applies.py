"""Cases 01, 13, 14, 19: what people type for who they are, each value as it was found."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.offices import AGENT, COMPANY, Office
from tests.permits.web.journeys import PARTIES, sign_in

FILES = Path(__file__).parent / "files"
CODE = "91320600MA1TEXTX47"
VALUES = [
    one.replace("<U+200B>", "\u200b") for one in (FILES / "identity-values.txt").read_text("utf-8").split("\n") if one
]
CODES, TELEPHONES = VALUES[:3], VALUES[3:]
NAMES: list[str] = json.loads((FILES / "names-no-line-holds.json").read_text("utf-8"))


def sent(name: str) -> Any:
    return json.loads((FILES / name).read_text("utf-8"))


def test_leaving_the_code_out_does_not_lead_round_a_ban(office: Office) -> None:
    banned, evading = sent("draft-banned.json"), sent("draft-evading.json")
    office.empower(banned["applicant"]["uscc"])
    first = office.submitted(**banned)
    office.act("window", first["id"], "refuse_acceptance", {"reason": "Forged.", "ground": "false_materials"})

    second = office.submitted(**banned)
    stopped = office.act("window", second["id"], "accept", {}, 409)
    third = office.draft(**evading)
    incomplete = office.act("contractor", third["id"], "submit", {}, 409)

    assert "false materials are on record" in str(stopped)
    assert "Say who applies" in str(incomplete)


@pytest.mark.parametrize("code", CODES)
def test_a_code_is_read_as_people_write_it(office: Office, code: str) -> None:
    office.empower(code)
    draft = office.draft(applicant={**COMPANY, "uscc": code}, papers=False)

    assert draft["applicant"]["uscc"] == CODE


@pytest.mark.parametrize("telephone", TELEPHONES)
def test_a_telephone_is_read_as_people_write_it_by_page_and_program(office: Office, telephone: str) -> None:
    browser = office.app.test_client()
    sign_in(browser)  # type: ignore[arg-type]  # the class `founded` sets
    draft = office.draft(agent={**AGENT, "phone": telephone}, papers=False)

    page = browser.post(
        f"/applications/{draft['id']}/form/parties", data={**PARTIES, "agent_phone": telephone, "go": "stay"}
    )

    assert page.status_code == 302
    after = office.contractor.get(f"/applications/{draft['id']}")
    assert after["agent"]["phone"] == draft["agent"]["phone"]
    assert "*" in draft["agent"]["phone"]


def test_a_code_typed_in_small_letters_is_kept_as_the_register_has_it(office: Office) -> None:
    draft = sent("draft-lower-case.json")
    office.empower(draft["applicant"]["uscc"])
    case = office.submitted(**draft)

    assert case["applicant"]["uscc"] == CODE
    assert office.facts_of(case["id"], "receipt")["applicant"]["id_masked"] == CODE


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_one_line_with_something_to_see(office: Office, name: str) -> None:
    body = {"applicant": {**COMPANY, "name": name}, "project": {"name": name}, "site": {"road": name}}
    expect = 422 if name == "\u200b" else 201

    answer = office.contractor.post("/applications", body, expect)

    if expect == 422:
        assert {"applicant.name", "project.name"} <= {one["field"] for one in answer["errors"]}
    else:
        kept = {answer["applicant"]["name"], answer["project"]["name"], answer["site"]["road"]}
        assert kept <= {"甲乙", "甲 乙"}
