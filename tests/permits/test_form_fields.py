"""A field is one declaration: one more table, and pages, API, notices, lists of changes and the case page know it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from permits.actions.parts import part_schema
from tests.early import office as office
from tests.offices import AGENT, Office
from tests.pages import CheckedClient
from tests.permits.web.journeys import PARTIES, sign_in
from workflows import fingerprint, inputs_of, parse_bundle
from workflows.definition import form_fields as declaration
from workflows.definition.form_fields import declared

ONE_MORE = """
[agent.duty_phone]
kind = "phone"
name = { zh = "经办人值班电话", en = "Duty telephone of the agent" }
label = { zh = "值班电话", en = "Duty telephone" }
help = { zh = "夜间也有人接听", en = "Answered at night too" }
required = "Name the applicant"
pages = ["form", "check", "case"]

[site.side]
kind = "choice"
name = { zh = "道路侧别", en = "Side of the road" }
pages = ["form", "check", "case"]
input = true
choices = [
  { value = "north", label = { zh = "北侧", en = "North" } },
  { value = "south", label = { zh = "南侧", en = "South" } },
]
"""
PATH, NAME = "agent.duty_phone", "Duty telephone of the agent"
NUMBER, MASKED = "13900001234", "139****1234"
WHOLE = {**AGENT, "duty_phone": NUMBER}


@pytest.fixture(autouse=True)
def _one_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Declare one field more, in the one file, for one test."""
    file = tmp_path / declaration.FILE.name
    file.write_text(declaration.FILE.read_text("utf-8") + ONE_MORE, "utf-8")
    monkeypatch.setattr(declaration, "FILE", file)
    declared.cache_clear()
    yield
    declared.cache_clear()


def browser(office: Office, who: str) -> CheckedClient:
    client = office.app.test_client()
    assert isinstance(client, CheckedClient)
    sign_in(client, who)
    client.post("/language", data={"language": "en"})
    return client


def page(office: Office, who: str, address: str) -> str:
    answer = browser(office, who).get(address)
    assert answer.status_code == 200, address
    return answer.text


def flagged(office: Office) -> Any:
    """Hand in an application and let the counter flag the field."""
    case = office.submitted(agent=WHOLE)
    item = {"field": PATH, "code": "inconsistent", "reason": "Nobody answers there."}
    return office.act("window", case["id"], "notify_deficiencies", {"items": [item]})


def test_the_form_page_asks_for_it(office: Office) -> None:
    draft = office.draft(papers=False)

    shown = page(office, "contractor", f"/applications/{draft['id']}/form/parties")

    assert 'name="agent_duty_phone"' in shown
    assert "Duty telephone" in shown
    assert "Answered at night too" in shown


def test_page_and_api_refuse_alike(office: Office) -> None:
    draft = office.draft(papers=False)
    wrong = {**AGENT, "duty_phone": "12"}

    refused = office.contractor.post("/applications", {"agent": wrong}, 422)
    answer = browser(office, "contractor").post(
        f"/applications/{draft['id']}/form/parties",
        data={**PARTIES, "agent_duty_phone": "12"},
    )

    (fault,) = refused["errors"]
    assert fault["field"] == PATH
    assert answer.status_code == 422
    assert 'id="agent_duty_phone-error"' in answer.text
    assert fault["message"] in answer.text


def test_the_api_takes_it_and_shows_it_masked(office: Office) -> None:
    draft = office.draft(papers=False, agent=WHOLE)

    fields = part_schema("agent")["properties"]
    assert isinstance(fields, dict)
    assert fields["duty_phone"]["description"] == NAME

    assert draft["agent"]["duty_phone"] == MASKED


def test_the_check_page_shows_its_owner_the_number_whole(office: Office) -> None:
    draft = office.draft(papers=False, agent=WHOLE)

    shown = page(office, "contractor", f"/applications/{draft['id']}/form/check")

    assert NAME in shown
    assert NUMBER in shown


def test_without_it_nothing_is_handed_in(office: Office) -> None:
    draft = office.draft()

    refused = office.act("contractor", draft["id"], "submit", expect=422)

    assert [one["field"] for one in refused["errors"]] == [PATH]


def test_the_notice_of_what_is_missing_names_it_and_the_page_to_mend_asks_for_it(office: Office) -> None:
    case = flagged(office)

    (named,) = office.facts_of(case["id"], "deficiency")["items"]
    assert named["target"] == {"zh": "经办人值班电话", "en": NAME}
    shown = page(office, "contractor", f"/applications/{case['id']}/mend")
    assert 'name="agent_duty_phone"' in shown
    assert 'name="agent_phone"' not in shown


def test_a_change_of_it_is_listed_by_its_name_and_masked(office: Office) -> None:
    case = office.submitted(agent=WHOLE)

    changed = office.act("contractor", case["id"], "amend", {"changes": {"agent": {"duty_phone": "13900005678"}}})

    (line,) = office.facts_of(case["id"], "amendment")["changes"]
    assert line == {
        "label": {"zh": "经办人值班电话", "en": NAME},
        "before": MASKED,
        "after": "139****5678",
    }
    assert changed["amendments"][-1]["after"] == {"agent": {"duty_phone": "139****5678"}}


def test_the_case_page_shows_it_masked(office: Office) -> None:
    case = office.accepted(agent=WHOLE)

    shown = page(office, "lead", f"/cases/{case['id']}")

    assert NAME in shown
    assert MASKED in shown
    assert NUMBER not in shown


def test_a_verdict_of_a_bundle_that_names_it_rests_on_it() -> None:
    source = Path("workflows/bundles/road-access.toml").read_text("utf-8")
    bundle = parse_bundle(source.replace('["site", "project.type"', '["site.side", "project.type"'), "road-access.toml")
    (item, *_) = [one.id for rule in bundle.permits.values() for one in rule.items if "site.side" in one.inputs]
    sides = [{"site": {"road": "紫琅路", "side": side}} for side in ("north", "south")]

    assert len({fingerprint(inputs_of(bundle, item), form, {}) for form in sides}) == 2


def test_a_choice_is_said_in_its_own_words_on_the_case_page(office: Office) -> None:
    case = office.accepted(agent=WHOLE, site={"road": "紫琅路", "side": "north"})

    shown = page(office, "lead", f"/cases/{case['id']}")

    assert "Side of the road" in shown
    assert "North" in shown
