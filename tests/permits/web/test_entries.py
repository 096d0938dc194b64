"""What is typed wrong on the page of an act: said once, in Chinese, with what was typed still there."""

import pytest
from flask import Flask

from tests.offices import PLAINEST, Office
from tests.pages import CheckedClient
from tests.permits.web.journeys import sign_in


@pytest.fixture
def house(app: Flask) -> Office:
    return Office(app)


def test_a_wrong_number_is_said_once_and_the_rest_stays(client: CheckedClient, house: Office) -> None:
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
