"""The administrators' page of bundles: a file is checked and seen, proposed, and released by a second person."""

import re
from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from permits.db import reading
from permits.services.bundles.trail import broken_link
from tests.offices import Office
from tests.pages import CheckedClient
from tests.permits.web.journeys import sign_in

OVER = 'extends = "road-access"\nversion = "2026.9"\n[limits]\ncommitted = 5\n'
WRONG = OVER + "jiont = 45\n"
ABOUT = {"area": "all", "from_on": "2027-06-01", "note": "通政审〔2026〕9号"}


@pytest.fixture
def house(app: Flask) -> Office:
    office = Office(app)
    office.at("2027-06-01T09:00:00")
    return office


@pytest.fixture
def admin(client: CheckedClient, house: Office) -> CheckedClient:
    sign_in(client, "admin")
    return client


def send(client: CheckedClient, text: str, **more: str) -> Any:
    return client.post("/bundles/check", data={"file": (BytesIO(text.encode()), "county.toml"), **ABOUT, **more})


def propose(client: CheckedClient, text: str = OVER, **more: str) -> str:
    done = client.post("/bundles/check", data={"content": text, **ABOUT, **more, "go": "propose"})
    assert done.status_code == 302, done.text
    return str(done.location)


def second(app: Flask) -> CheckedClient:
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    sign_in(client, "admin2")
    return client


def in_force(house: Office) -> str:
    found = house.caller("contractor").get("/bundles")["items"]
    return next(one["version"] for one in found if one["key"] == "road-access")


def test_every_fault_is_shown_and_what_was_sent_comes_back(admin: CheckedClient) -> None:
    page = send(admin, WRONG)

    assert page.status_code == 422
    assert "<code>county.toml:5</code>" in page.text
    assert "jiont" in re.findall(r"<textarea[^>]*>(.*?)</textarea>", page.text, re.DOTALL)[0]
    assert 'value="propose"' not in page.text
    assert ABOUT["note"] in page.text


def test_a_sound_file_is_seen_with_its_questions_papers_and_changes(admin: CheckedClient) -> None:
    page = send(admin, OVER).text

    assert "时限的承诺时限（工作日）：由“7”改为“5”" in page
    assert "是否占用车行道或人行道？" in page
    assert "道口设计图" in page
    assert 'value="propose"' in page


@pytest.mark.parametrize("wrong", [{"from_on": "2027-05-31"}, {"note": ""}, {"content": ""}, {"area": "320682"}])
def test_what_cannot_be_proposed_is_refused_and_comes_back(admin: CheckedClient, wrong: dict[str, str]) -> None:
    page = admin.post("/bundles/check", data={"content": OVER, **ABOUT, "go": "propose", **wrong})

    assert page.status_code == 422
    assert wrong.get("note", ABOUT["note"]) in page.text


def test_a_second_person_releases_what_one_has_proposed(admin: CheckedClient, house: Office) -> None:
    address = propose(admin)

    own = admin.get(address).text
    assert f'action="{address}/release"' not in own
    assert admin.post(f"{address}/release").status_code == 409
    assert in_force(house) != "2026.9"
    other = second(house.app)
    assert f'action="{address}/release"' in other.get(address).text
    assert other.post(f"{address}/release").status_code == 302
    assert in_force(house) == "2026.9"
    assert other.post(f"{address}/release").status_code == 409
    with reading(house.app.extensions["engine"]) as conn:
        assert broken_link(conn) is None
    record = other.get("/bundles").text.split('id="acts"')[1]
    assert record.index("复核发布") < record.index("提请发布")


def test_a_version_is_scheduled_tried_before_its_day_and_retired(admin: CheckedClient, house: Office) -> None:
    second(house.app).post(f"{propose(admin, from_on='2027-07-01')}/release")
    kept = "/bundles/road-access/2026.9"

    assert in_force(house) != "2026.9"
    assert f"{kept}/try" in admin.get(kept).text
    assert "开设道口" in admin.get(f"{kept}/try").text
    tried = admin.post(f"{kept}/try", data={"road_class": "private"})
    assert (tried.status_code, "单位自有道路" in tried.text) == (200, True)
    assert f'action="{kept}/try"' in tried.text
    assert admin.post(f"{kept}/retire", data={"area": "all", "from_on": "2027-05-01"}).status_code == 422
    assert admin.post(f"{kept}/retire", data={"area": "all", "from_on": "2027-08-01"}).status_code == 302
    assert "2027年8月1日" in admin.get(kept).text


def test_a_proposal_is_taken_back_and_waits_no_more(admin: CheckedClient) -> None:
    address = propose(admin)
    assert f'href="{address}"' in admin.get("/bundles").text.split('id="waiting"')[1]
    assert admin.post("/bundles/check", data={"content": OVER, **ABOUT, "go": "propose"}).status_code == 409

    assert admin.post(f"{address}/withdraw").status_code == 302
    assert 'id="waiting"' not in admin.get("/bundles").text
    assert admin.get("/bundles/proposals/99").status_code == 404
    assert admin.get("/bundles/road-access/9").status_code == 404
