"""What is typed wrong on the page of an action: said once, in Chinese, with what was typed still there."""

import pytest
from flask import Flask

from tests.bundles import with_local_law
from tests.offices import PLAINEST, Office
from tests.pages import CheckedClient
from tests.permits.web.journeys import sign_in


@pytest.fixture
def house(app: Flask) -> Office:
    return Office(app)


def test_a_wrong_number_is_said_once_and_the_rest_stays(
    client: CheckedClient, house: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = house.app.extensions["office"]
    monkeypatch.setitem(house.app.extensions, "office", with_local_law(known, "expert_review"))
    case = house.accepted(PLAINEST)
    sign_in(client, "roads")
    typed = {"ground": "expert_review", "notice": "路面沉降须组织专家评审。", "expected_days": "两周"}

    page = client.post(f"/cases/{case['id']}/actions/permit/road-occupation/stop_clock", data=typed)

    assert page.status_code == 422
    assert page.text.count("请填写整数") == 2, "once in the summary, once at its control"
    assert typed["notice"] in page.text
    assert "两周" in page.text


def test_a_refusal_names_what_is_missing_after_a_colon(client: CheckedClient, house: Office) -> None:
    case = house.accepted(PLAINEST)
    sign_in(client, "roads")

    page = client.post(
        f"/cases/{case['id']}/actions/permit/road-occupation/record_hearing", data={"record": "笔录", "signed_by": "甲"}
    )

    assert page.status_code == 409
    assert "此操作的条件尚未具备：尚未通知听证" in page.text


def test_what_no_program_may_send_is_refused_on_a_page_too(client: CheckedClient, house: Office) -> None:
    case = house.accepted(PLAINEST)
    sign_in(client, "roads")

    address = f"/cases/{case['id']}/actions/permit/road-occupation/notify_hearing_right"
    page = client.post(address, data={"parties": "王" * 201})

    assert page.status_code == 409
    assert "王" in page.text
    assert house.lead.get(f"/applications/{case['id']}")["procedures"]["hearings"] == []


def test_a_thing_the_case_does_not_have_has_no_page(client: CheckedClient, house: Office) -> None:
    case = house.accepted(PLAINEST)
    sign_in(client, "roads")

    for on, key, name in (
        ("work_item", "none", "verify_commitment"),
        ("permit", "none", "stop_clock"),
        ("permit", "road-occupation", "submit"),
        ("planet", "road-occupation", "stop_clock"),
    ):
        address = f"/cases/{case['id']}/actions/{on}/{key}/{name}"
        assert (client.get(address).status_code, client.post(address).status_code) == (404, 404), address


def test_materials_handed_in_at_once_are_counted_for_the_office_too(client: CheckedClient, house: Office) -> None:
    case = house.submitted()
    sign_in(client, "lead")

    handed_in = [one for one in case["materials"] if one["state"] == "handed_in"]
    assert len(handed_in) > 1
    assert f"提交材料 · {len(handed_in)} 份材料" in client.get(f"/cases/{case['id']}").text
