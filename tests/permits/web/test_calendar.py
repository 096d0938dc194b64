"""The administrator's page of working days: the year, what a change would move, and taking it in."""

import re
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from permits.db import reading
from permits.models import CalendarChange
from tests.offices import Office
from tests.pages import CheckedClient
from tests.permits.web.journeys import sign_in

NOTICE = (Path(__file__).parents[2] / "workflows" / "notices" / "2027.toml").read_bytes()
CLOSURE = {"on": "2027-01-05", "reason_zh": "台风停工", "source": "江海应急〔2026〕3号"}


@pytest.fixture
def house(app: Flask) -> Office:
    office = Office(app)
    office.at("2026-12-28T09:00:00")
    return office


@pytest.fixture
def admin(client: CheckedClient, house: Office) -> CheckedClient:
    sign_in(client, "admin")
    return client


def changes(house: Office) -> int:
    with reading(house.app.extensions["engine"]) as conn:
        return int(conn.execute(select(func.count()).select_from(CalendarChange)).scalar_one())


def upload(client: CheckedClient, raw: bytes = NOTICE) -> Any:
    return client.post("/calendar/notice", data={"file": (BytesIO(raw), "2027.toml")})


def carried(page: str) -> dict[str, str]:
    """Give what the page sends on, as a browser does: with line ends of its own."""
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)
    return {name: unescape(value).replace("\n", "\r\n") for name, value in hidden} | {"go": "commit"}


def test_the_year_says_what_every_day_is(admin: CheckedClient) -> None:
    page = admin.get("/calendar?year=2026").text
    assert page.count('class="month"') == 12
    assert "春节调休上班" in page
    assert "暂定" not in page.split('class="year"')[1].split("</details>")[0]

    coming = admin.get("/calendar?year=2027").text
    assert "元旦 · 暂定" in coming
    assert 'href="/calendar"' in coming


def test_a_notice_is_taken_in_after_its_impact_was_seen(admin: CheckedClient, house: Office) -> None:
    case = house.accepted()
    shown = upload(admin)
    assert shown.status_code == 200
    assert case["number"] in shown.text
    moves = shown.text.split('id="moves"')[1]
    assert "2027年1月26日" in moves
    assert "2027年1月25日" in moves
    assert "提前" in moves
    assert changes(house) == 0

    done = admin.post("/calendar/notice", data=carried(shown.text))
    assert (done.status_code, done.headers["Location"]) == (302, "/calendar?year=2027")
    assert changes(house) == 1
    assert "春节 · 暂定" not in admin.get("/calendar?year=2027").text

    again = admin.post("/calendar/notice", data=carried(shown.text))
    assert again.status_code == 302
    assert changes(house) == 1


def test_each_department_whose_day_moves_stands_in_the_list(admin: CheckedClient, house: Office) -> None:
    house.accepted()
    shown = admin.post("/calendar/closure", data=CLOSURE | {"on": "2026-12-29"}).text
    rows = shown.split('id="moves"')[1].split("<tr>")[2:]
    duties = [row for row in rows if "部门" in row.split("</td>")[1]]
    named = {
        short for row in duties for short in ("公安交警", "市政道路") if f'<span class="sub">{short}</span>' in row
    }
    assert named == {"公安交警", "市政道路"}
    assert all("因 2026年12月29日" in row for row in rows)


def test_official_days_change_only_with_the_box_ticked(admin: CheckedClient, house: Office) -> None:
    admin.post("/calendar/notice", data=carried(upload(admin).text))
    other = upload(admin, NOTICE.replace(b"2027-05-08", b"2027-05-15")).text
    assert 'name="confirmed"' in other

    refused = admin.post("/calendar/notice", data=carried(other))
    assert refused.status_code == 409
    assert changes(house) == 1
    assert admin.post("/calendar/notice", data=carried(other) | {"confirmed": "yes"}).status_code == 302
    assert changes(house) == 2


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (NOTICE.replace(b"2027-05-08", b"2027-05-10"), "2027-05-10"),
        (b"", "粘贴"),
        (b"\xff\xfe", "粘贴"),
        (b"\x00\x01", "TOML"),
    ],
)
def test_a_file_that_is_no_notice_is_refused_with_what_is_wrong(
    admin: CheckedClient, house: Office, raw: bytes, said: str
) -> None:
    refused = upload(admin, raw)
    assert refused.status_code == 422
    assert said in refused.text.split('role="alert"')[1].split("</ul>")[0]
    assert changes(house) == 0


def test_an_area_closes_its_offices_on_a_day(admin: CheckedClient, house: Office) -> None:
    assert admin.post("/calendar/closure", data={"on": "2027-01-05"}).status_code == 422
    assert admin.post("/calendar/closure", data=CLOSURE | {"on": "2027-01-09"}).status_code == 422
    shown = admin.post("/calendar/closure", data=CLOSURE)
    assert "台风停工" in shown.text
    assert changes(house) == 0

    assert admin.post("/calendar/closure", data=carried(shown.text)).status_code == 302
    assert changes(house) == 1
    assert "台风停工" in admin.get("/calendar?year=2027").text


@pytest.mark.parametrize("who", ["contractor", "window", "lead", "manager", "auditor"])
def test_nobody_else_touches_the_calendar(client: CheckedClient, house: Office, who: str) -> None:
    sign_in(client, who)
    assert client.get("/calendar").status_code == 403
    assert upload(client).status_code == 403
    assert changes(house) == 0
