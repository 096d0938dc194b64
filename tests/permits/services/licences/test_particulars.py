"""What a licence says is the same on its page, in the list, in answers, where it is verified, in exports, on paper."""

import html
import json
import re
from datetime import date
from typing import Any
from urllib.parse import quote

import pytest

from tests.offices import PLAINEST, Office
from tests.pages import CheckedClient
from tests.permits.web.early import client as client
from tests.permits.web.early import house as house
from tests.permits.web.journeys import sign_in

TERM = {"from": "2025-03-20", "to": "2025-05-18"}
SAID = {
    "opinion": "占用时间压缩。",
    "narrower": {"days": 30},
    "conditions": [{"kind": "hoarding", "text": "设置围挡和夜间警示灯"}],
}


@pytest.fixture
def licence(house: Office) -> Any:
    """Sixty days asked, thirty granted under a condition; decided, not served."""
    house.at("2025-03-03T09:00:00")
    case = house.accepted({**PLAINEST, "period": TERM})
    house.answer("police", case["id"], kind="co_approval")
    house.answer("roads", case["id"], kind="decision", body=SAID)
    number = house.contractor.get(f"/applications/{case['id']}")["licences"][0]
    return {"case": case["id"], "number": number, **house.contractor.get(f"/licences/{number}")}


CHINESE = {"unserved": "已决定，尚未送达", "future": "尚未生效", "in_force": "有效", "expired": "已过期"}


def zh(on: str) -> str:
    day = date.fromisoformat(on)
    return f"{day.year}年{day.month}月{day.day}日"


def plain(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page[page.index("<main") :])).split())


def exported(house: Office) -> Any:
    words = ["publicity", "export", "--from", "2025-01-01", "--to", "2025-12-31", "--json"]
    return json.loads(house.app.test_cli_runner().invoke(args=words).output)["items"][0]


@pytest.mark.parametrize(
    ("moment", "standing"),
    [
        ("2025-03-03T10:00:00", "unserved"),
        ("2025-03-04T10:00:00", "future"),
        ("2025-03-20T00:00:00", "in_force"),
        ("2025-04-18T23:00:00", "in_force"),
        ("2025-04-19T00:00:00", "expired"),
    ],
)
def test_every_place_says_the_same_on_every_day(
    client: CheckedClient, house: Office, licence: Any, moment: str, standing: str
) -> None:
    if standing != "unserved":
        house.act("window", licence["case"], "deliver", {"recipient": "陈建"})
    house.at(moment)
    number, code = licence["number"], licence["code"]
    paper = house.facts_of(licence["case"], "licence")
    scope = {line["label"]["zh"]: (line["asked"]["zh"], line["value"]["zh"]) for line in paper["scope"]}
    assert scope["占用天数"] == ("60 天", "30 天")
    assert (paper["valid_from"], paper["valid_to"]) == ("2025-03-20", "2025-04-18")

    sign_in(client, "contractor")
    pages = [client.get(path).text for path in (f"/licences/{number}", "/licences")]
    pages += [client.get(f"/verify/{quote(one)}?code={code}").text for one in (number, licence["document_number"])]
    for page in map(plain, pages):
        assert CHINESE[standing] in page or standing == "in_force", page
        for said in (paper["site"], "设置围挡和夜间警示灯", "30 天", zh(paper["valid_from"]), zh(paper["valid_to"])):
            assert said in page, (said, page)
        assert "准予天数" not in page

    shown, verified = (
        house.contractor.get(f"/licences/{number}"),
        house.caller("").get(f"/public/verify/{number}?code={code}", headers={"Accept-Language": "zh"}),
    )
    published = house.caller("").get("/public/decisions")["items"][0]
    row = exported(house)
    assert {shown["standing"], verified["standing"], published["state"]} == {standing}
    assert row["当前状态"] == CHINESE[standing]
    assert {one["in_force"] for one in (verified,)} == {shown["is_in_force"]} == {standing == "in_force"}
    places = {shown["site"], verified["site"], published["site"], row["许可内容"].partition("(")[2].rstrip(")")}
    assert places == {paper["site"]}
    assert {(line["label"], line["asked"], line["value"]) for line in verified["covers"]} == {
        (label, *values) for label, values in scope.items()
    }
    assert shown["conditions"][0]["text"] == verified["conditions"][0]["text"] == paper["conditions"][0]["text"]
    for one in (shown, verified, published):
        assert (one["valid_from"], one["valid_to"]) == (paper["valid_from"], paper["valid_to"])
    assert (row["有效期自"], row["有效期至"]) == (paper["valid_from"], paper["valid_to"])


@pytest.mark.parametrize(
    "typed", ["{agency}[{year}]{n}号", "{agency}（{year}）{n}号", "{agency} 【{year}】 {n}", "{wide}"]
)
def test_a_forged_street_is_seen_beside_a_genuine_code_by_either_number(
    client: CheckedClient, house: Office, licence: Any, typed: str
) -> None:
    house.act("window", licence["case"], "deliver", {"recipient": "陈建"})
    agency, _, rest = licence["document_number"].partition("〔")
    year, _, sequence = rest.partition("〕")
    wide = "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in licence["number"])
    number = typed.format(agency=agency, year=year, n=sequence.removesuffix("号"), wide=wide)

    answer = client.get("/verify", query_string={"number": number, "code": licence["code"]}, follow_redirects=True)

    assert "紫琅路" in plain(answer.text)
    assert licence["number"] in answer.text
    assert client.get(f"/verify/{quote(number)}?code=0000000000").status_code == 404


def test_a_revoked_licence_says_on_which_ground_it_ended(client: CheckedClient, house: Office, licence: Any) -> None:
    house.act("window", licence["case"], "deliver", {"recipient": "陈建"})
    house.revoke(licence["number"])

    page = plain(client.get(f"/verify/{licence['number']}?code={licence['code']}").text)

    assert "以欺骗手段取得行政许可" in page
    assert "已于2025年3月3日" in page
    ended = house.caller("").get(f"/public/verify/{licence['number']}?code={licence['code']}")["ended"]
    assert (ended["kind"], ended["on"], ended["ground"]) == ("revoked", "2025-03-03", "fraud")


def test_a_private_holder_is_named_by_the_family_name_alone(client: CheckedClient, house: Office) -> None:
    person = {"kind": "person", "name": "欧阳建国", "resident_id": "110101199003077571", "phone": "13800138000"}
    house.at("2025-03-03T09:00:00")
    case = house.accepted({**PLAINEST, "period": TERM}, applicant=person)
    house.answer("police", case["id"], kind="co_approval")
    house.answer("roads", case["id"], kind="decision")
    number = house.contractor.get(f"/applications/{case['id']}")["licences"][0]
    code = house.contractor.get(f"/licences/{number}")["code"]

    page = client.get(f"/verify/{number}?code={code}").text

    assert "欧阳" in page
    assert "建国" not in page
    assert "建国" not in house.caller("").get(f"/public/verify/{number}?code={code}")["holder"]


@pytest.mark.parametrize(("wanted", "is_found"), [("P1", True), ("紫琅", True), ("星湖", True), ("不存在", False)])
def test_part_of_a_number_a_road_or_a_project_finds_a_licence(
    client: CheckedClient, licence: Any, wanted: str, is_found: bool
) -> None:
    sign_in(client, "contractor")

    assert (licence["number"] in client.get("/licences", query_string={"q": wanted}).text) is is_found


def test_a_licence_is_read_once_it_is_served(client: CheckedClient, house: Office, licence: Any) -> None:
    listed = house.contractor.get(f"/applications/{licence['case']}/notices")["items"]
    paper = next(one for one in listed if one["kind"] == "licence")
    sign_in(client, "contractor")

    refused = house.contractor.get(paper["pdf"].removeprefix("/api/v1"), 409)

    assert refused["code"] == "not_served"
    assert client.get(f"/notices/{paper['id']}.pdf").status_code == 409
    assert f"/notices/{paper['id']}.pdf" not in client.get(f"/applications/{licence['case']}").text
    assert house.lead.call("GET", paper["pdf"].removeprefix("/api/v1"), 202)
    house.act("window", licence["case"], "deliver", {"recipient": "陈建"})
    assert f"/notices/{paper['id']}.pdf" in client.get(f"/licences/{licence['number']}").text
    house.contractor.call("GET", paper["pdf"].removeprefix("/api/v1"), 202)
