"""Pages of a case that changes: amending with a preview, versions, departments that join, moot permits, conditions."""

from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from forms.questionnaire import typed
from tests.offices import Office
from tests.pages import CheckedClient
from tests.permits.web.early import client as client
from tests.permits.web.early import house as house
from tests.permits.web.journeys import sign_in
from tests.scenarios.test_s02_partly_granted import NO_TREE, REFUSED
from tests.scenarios.test_s08_dates_change import ANSWERS
from workflows import load_bundles

P1, P3, P4 = "road-occupation", "green-space", "trees"
TREES = [{"species": "香樟", "dbh_cm": 18, "count": 2, "action": "transplant", "street_tree": True}]


@pytest.fixture
def case(house: Office) -> Any:
    made = house.accepted({**ANSWERS, "trees": TREES})
    house.answer("police", made["id"], kind="co_approval", permit=P1)
    return made["id"]


def sent(house: Office, case: int, **changes: Any) -> MultiDict[str, str]:
    """Write the questionnaire as a browser sends it, with some answers changed."""
    found = house.contractor.get(f"/applications/{case}")
    form = typed(load_bundles()["road-access"].questions, {**found["answers"], **changes})
    form.add("version", str(found["version"]))
    return form


LATER = {"from": "2026-09-10", "to": "2026-11-10"}


def test_the_applicant_sees_who_is_asked_again_before_anything_is_sent(
    client: CheckedClient, house: Office, case: int
) -> None:
    sign_in(client, "contractor")
    assert f"/applications/{case}/amend" in client.get(f"/applications/{case}").text
    assert "2026-08-20" in client.get(f"/applications/{case}/amend").text

    form = sent(house, case, period=LATER)
    form.add("go", "look")
    page = client.post(f"/applications/{case}/amend", data=form).text

    assert 'id="preview"' in page
    assert "须重新征求意见" in page
    assert "交警" in page
    assert house.contractor.get(f"/applications/{case}")["form_version"] == 1


def test_sending_it_makes_a_version_that_everybody_sees(client: CheckedClient, house: Office, case: int) -> None:
    sign_in(client, "contractor")
    form = sent(house, case, period=LATER)
    form.update({"go": "send", "reason": "The plant comes later."})

    assert client.post(f"/applications/{case}/amend", data=form).status_code == 302

    assert house.contractor.get(f"/applications/{case}")["form_version"] == 2
    tracked = client.get(f"/applications/{case}").text
    assert 'id="versions"' in tracked
    assert "2026年11月10日" in tracked
    assert 'name="file-M08"' in tracked, "materials may follow the change"
    sign_in(client, "lead")
    seen = client.get(f"/cases/{case}").text
    assert "已被取代" in seen
    assert "就申请表第2版重新征求意见" in seen
    item = house.item(case, kind="co_approval", department="police", permit=P1)
    sign_in(client, "police")
    assert "申请表第2版" in client.get(f"/work-items/{item['id']}").text


def test_the_same_answers_send_nothing(client: CheckedClient, house: Office, case: int) -> None:
    sign_in(client, "contractor")
    form = sent(house, case)
    form.add("go", "send")

    assert "没有差别" in client.post(f"/applications/{case}/amend", data=form).text
    assert house.contractor.get(f"/applications/{case}")["form_version"] == 1


def test_a_change_the_law_does_not_allow_is_explained_and_kept(client: CheckedClient, house: Office, case: int) -> None:
    sign_in(client, "contractor")
    form = sent(house, case, green=None)
    form.add("go", "send")

    answer = client.post(f"/applications/{case}/amend", data=form)

    assert answer.status_code == 422
    assert "另行申请" in answer.text


def test_another_company_finds_nothing_to_change(client: CheckedClient, case: int) -> None:
    sign_in(client, "contractor2")

    assert client.get(f"/applications/{case}/amend").status_code == 404


def act_page(case: int, on: str, key: object, name: str) -> str:
    return f"/cases/{case}/actions/{on}/{key}/{name}"


def test_the_lead_lets_a_department_join(client: CheckedClient, house: Office, case: int) -> None:
    sign_in(client, "lead")
    page = act_page(case, "permit", P3, "add_branch")
    assert 'value="police"' in client.get(page).text
    form = {"department": "police", "kind": "co_approval", "reason": "Sight lines."}

    assert client.post(page, data=form).status_code == 302

    assert house.item(case, kind="co_approval", department="police", permit=P3)["state"] == "open"


def test_the_applicant_says_which_permits_go_on(client: CheckedClient, house: Office, case: int) -> None:
    refused = {"opinion": "The frontage is barred.", "reason_code": "frontage_barred"}
    house.answer("roads", case, kind="decision", permit=P1, action="refuse", body=refused)
    sign_in(client, "contractor")
    assert "本事项前提存疑" in client.get(f"/applications/{case}").text
    page = act_page(case, "application", case, "answer_moot")
    client.get(page)

    nothing = client.post(page, data={})
    assert nothing.status_code == 409
    assert client.post(page, data={"go_on": [P3], "withdraw": [P4]}).status_code == 302

    permits = {one["key"]: one for one in house.contractor.get(f"/applications/{case}")["permits"]}
    assert (permits[P3]["moot_answer"], permits[P4]["state"]) == ("go_on", "withdrawn")


def test_the_lead_settles_a_grant_that_came_first(client: CheckedClient, house: Office, case: int) -> None:
    house.answer("planning", case, kind="opinion", permit=P1)
    house.answer("roads", case, kind="decision", permit=P1)
    house.answer("greening", case, kind="decision", permit=P4, action="refuse", body=REFUSED)
    item = house.item(case, kind="decision", department="greening", permit=P3)
    sign_in(client, "greening")
    assert "只能附条件准予" in client.get(f"/work-items/{item['id']}").text
    house.answer("greening", case, kind="decision", permit=P3, body=NO_TREE)
    sign_in(client, "lead")
    page = act_page(case, "permit", P1, "settle_dependency")
    assert 'value="no_tree_touched"' in client.get(page).text

    assert client.post(page, data={"kind": "no_tree_touched", "text": "不触动树木。"}).status_code == 302

    permits = {one["key"]: one for one in house.lead.get(f"/applications/{case}")["permits"]}
    assert permits[P1]["conditions"] == [{"kind": "no_tree_touched", "text": "不触动树木。"}]


def test_agent_project_and_site_change_too_and_come_back_as_typed(
    client: CheckedClient, house: Office, case: int
) -> None:
    sign_in(client, "contractor")
    before = house.contractor.get(f"/applications/{case}")
    form = sent(house, case)
    form.update({"agent_name": "", "project_name": "二期", "site_road": before["site"]["road"], "go": "send"})

    refused = client.post(f"/applications/{case}/amend", data=form)
    assert refused.status_code == 422
    assert 'value="二期"' in refused.text

    form["agent_name"] = "王代办"
    assert client.post(f"/applications/{case}/amend", data=form).status_code == 302

    after = house.contractor.get(f"/applications/{case}")
    assert (after["agent"]["name"], after["project"]["name"]) == ("王代办", "二期")
    assert (after["site"], after["answers"]) == (before["site"], before["answers"])
    assert after["form_version"] == 2
