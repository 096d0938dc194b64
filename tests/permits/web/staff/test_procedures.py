"""Pages of what goes on beside the review: stops, extensions, hearings, site visits, public notices, statements."""

import io
import re
from typing import Any

import pytest

from permits.services.procedures import photos
from tests.offices import PNG, Office
from tests.pages import CheckedClient
from tests.permits.web.early import client as client
from tests.permits.web.early import house as house
from tests.permits.web.journeys import confirmed, sign_in

TREES = [{"species": "香樟", "dbh_cm": 36, "count": 12, "action": "transplant", "street_tree": True}]
ANSWERS = {
    "road_class": "urban",
    "access_kind": "temporary",
    "occupy": {"part": "footway", "area_m2": 60, "days": 60},
    "trees": TREES,
}
CARD = "特别程序与公示"
ROAD = "road-occupation"


@pytest.fixture
def case(house: Office) -> Any:
    """Accepted on Thursday 2 January 2025."""
    return house.accepted(ANSWERS)


def page_of(case: Any, name: str, permit: str = "") -> str:
    on, key = ("permit", permit) if permit else ("application", case["id"])
    return f"/cases/{case['id']}/actions/{on}/{key}/{name}"


def take(client: CheckedClient, who: str, address: str, data: Any) -> None:
    """Open the page of an act as somebody who finds it on the case page, and take the act."""
    sign_in(client, who)
    home = "/applications/" if who.startswith("contractor") else "/cases/"
    assert address in client.get(f"{home}{address.split('/')[2]}").text, (who, address)
    assert client.get(address).status_code == 200
    answer = confirmed(client, address, data)
    assert answer.status_code == 302, answer.text


def staff_page(client: CheckedClient, case: Any, who: str = "lead") -> str:
    sign_in(client, who)
    return str(client.get(f"/cases/{case['id']}").text)


def own_page(client: CheckedClient, case: Any) -> str:
    sign_in(client, "contractor")
    return str(client.get(f"/applications/{case['id']}").text)


def test_where_nothing_goes_on_beside_the_review_no_card_is_shown(client: CheckedClient, house: Office) -> None:
    plain = house.accepted()

    assert CARD not in staff_page(client, plain)
    assert CARD not in own_page(client, plain)


def test_a_stop_is_taken_with_its_notice_and_its_days_and_shown_to_both_sides(
    client: CheckedClient, house: Office, case: Any
) -> None:
    address = page_of(case, "stop_clock", "trees")
    sign_in(client, "greening")
    offered = client.get(address).text
    assert "专家评审 · 《城市绿化条例》" in offered
    assert 'value="tender"' not in offered, "only what a law asks of these trees"
    days = {"ground": "expert_review", "expected_days": "5"}
    assert client.post(address, data={**days, "notice": ""}).status_code == 422
    assert client.post(address, data={**days, "notice": "依规程。", "expected_days": ""}).status_code == 422
    house.at("2025-01-03T10:00:00")
    take(client, "greening", address, {**days, "notice": "依规程第三条，须经专家评审。"})

    (row,) = house.lead.get(f"/applications/{case['id']}")["procedures"]["stops"]
    for page in (staff_page(client, case), own_page(client, case)):
        assert CARD in page
        assert "依规程第三条，须经专家评审。" in page
        assert row["number"] in page

    house.at("2025-01-10T09:00:00")
    take(client, "greening", page_of(case, "resume_clock", "trees"), {})
    assert "2025-01-10" in str(house.lead.get(f"/applications/{case['id']}")["procedures"]["stops"])


def test_a_stop_whose_days_are_known_shows_when_it_should_end(client: CheckedClient, case: Any) -> None:
    sent = {"ground": "expert_review", "notice": "须经专家评审。", "expected_days": "5"}
    take(client, "greening", page_of(case, "stop_clock", "trees"), sent)

    assert "预计至2025年1月9日" in staff_page(client, case)
    item = next(one for one in case["work_items"] if (one["kind"], one["permit"]) == ("decision", "trees"))
    sign_in(client, "greening")
    assert "预计至2025年1月9日" in client.get(f"/work-items/{item['id']}").text


def test_the_head_extends_a_permit_once(client: CheckedClient, house: Office, case: Any) -> None:
    address = page_of(case, "extend", ROAD)
    take(client, "roads-head", address, {"reason": "案情复杂。"})

    assert client.post(address, data={"reason": "再次延长。"}).status_code == 409
    before = {one["key"]: one["statutory_due_on"] for one in case["permits"]}
    after = {one["key"]: one["statutory_due_on"] for one in house.lead.get(f"/applications/{case['id']}")["permits"]}
    assert {key for key in after if after[key] != before[key]} == {ROAD}


def test_a_hearing_goes_from_the_right_told_to_the_notice_board(
    client: CheckedClient, house: Office, case: Any
) -> None:
    sign_in(client, "police")
    told = page_of(case, "notify_hearing_right", ROAD)
    assert client.post(told, data={"parties": "紫琅路小学"}).status_code in {403, 404, 409}
    take(client, "roads", told, {"parties": "紫琅路小学\n紫琅花园业主委员会"})
    assert "紫琅路小学、紫琅花园业主委员会" in own_page(client, case)
    take(client, "contractor", page_of(case, "request_hearing", ROAD), {"by": "通江建设工程有限公司"})
    call = page_of(case, "call_hearing", ROAD)
    early = {"at": "2025-01-03T09:30", "place": "三楼听证室", "chair": "roads-head"}
    sign_in(client, "roads")
    assert client.post(call, data=early).status_code in {409, 422}
    take(client, "roads", call, {**early, "at": "2025-01-15T09:30"})

    for page in (staff_page(client, case), own_page(client, case), client.get("/public-notices").text):
        assert "三楼听证室" in page
        assert "09:30" in page
    assert "主持人：roads-head" not in staff_page(client, case), "the chair is named by name"

    house.at("2025-01-15T12:00:00")
    take(client, "roads", page_of(case, "record_hearing", ROAD), {"record": "各方意见已记录。", "signed_by": "王芳"})
    assert "各方意见已记录。" in own_page(client, case)
    assert "三楼听证室" not in client.get("/public-notices").text


def test_a_hearing_never_recorded_leaves_the_board_when_its_day_is_over(
    client: CheckedClient, house: Office, case: Any
) -> None:
    take(client, "roads", page_of(case, "notify_hearing_right", ROAD), {"parties": "紫琅路小学"})
    take(client, "contractor", page_of(case, "request_hearing", ROAD), {"by": "通江建设工程有限公司"})
    sent = {"at": "2025-01-15T09:30", "place": "三楼听证室", "chair": "roads-head"}
    take(client, "roads", page_of(case, "call_hearing", ROAD), sent)

    house.at("2025-01-15T23:30:00")
    assert "三楼听证室" in client.get("/public-notices").text
    house.at("2025-01-16T00:30:00")
    assert "三楼听证室" not in client.get("/public-notices").text


def test_the_lead_books_a_site_visit_and_records_what_two_officers_found(
    client: CheckedClient, house: Office, case: Any
) -> None:
    take(client, "lead", page_of(case, "book_survey"), {"at": "2025-01-06T14:00", "place": "紫琅路东侧"})
    assert "紫琅路东侧" in own_page(client, case)
    house.at("2025-01-06T16:00:00")
    record = page_of(case, "record_survey")
    found = {"officers": ["32069900301"], "findings": "六株香樟，胸径十八厘米。"}
    sign_in(client, "lead")
    assert client.post(record, data=found).status_code in {409, 422}, "one officer is not enough"
    take(client, "lead", record, {**found, "officers": ["32069900301", "32069900302"]})

    for page in (staff_page(client, case), own_page(client, case)):
        assert "六株香樟，胸径十八厘米。" in page
        assert "刘路（32069900301）、赵道（32069900302）" in page


def test_photographs_from_the_site_become_part_of_the_record(client: CheckedClient, house: Office, case: Any) -> None:
    take(client, "lead", page_of(case, "book_survey"), {"at": "2025-01-06T14:00", "place": "紫琅路东侧"})
    album = f"/cases/{case['id']}/photos"
    sign_in(client, "roads")
    assert album in client.get(f"/cases/{case['id']}").text
    files = [(io.BytesIO(PNG), "树.png"), (io.BytesIO(b"MZ"), "病毒.png")]
    page = client.post(album, data={"photos": files}, follow_redirects=True).text
    (picture,) = set(re.findall(r"/photos/\d+", page))
    assert "照片已保存" in page
    assert "病毒.png：" in page, "what could not be kept is named"
    assert client.get(picture).data == PNG

    sign_in(client, "contractor")
    assert client.get(picture).status_code == 404, "not part of the record yet"
    assert client.get(album).status_code == 403
    house.at("2025-01-06T16:00:00")
    take(
        client,
        "lead",
        page_of(case, "record_survey"),
        {"officers": ["32069900301", "32069900302"], "findings": "六株香樟。"},
    )
    assert picture in own_page(client, case)
    assert client.get(picture).data == PNG
    sign_in(client, "contractor2")
    assert client.get(picture).status_code == 404
    assert client.get("/photos/999999").status_code == 404


def test_of_more_photographs_than_a_visit_takes_the_first_are_kept(
    client: CheckedClient, house: Office, case: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photos, "MOST_PHOTOS", 2)
    take(client, "lead", page_of(case, "book_survey"), {"at": "2025-01-06T14:00", "place": "紫琅路东侧"})
    sign_in(client, "roads")
    files = [(io.BytesIO(PNG + bytes([number])), f"{number}.png") for number in range(3)]

    page = client.post(f"/cases/{case['id']}/photos", data={"photos": files}, follow_redirects=True).text

    assert len(set(re.findall(r"/photos/\d+", page))) == 2
    assert "2.png：" in page


def test_an_objection_of_a_stranger_is_answered_and_the_applicant_does_not_learn_whose_it_is(
    client: CheckedClient, house: Office, case: Any
) -> None:
    board = client.get("/public-notices").text
    (notice,) = house.contractor.get("/public/notices")["items"]
    address = f"/public-notices/{notice['id']}/objection"
    assert address in board
    assert case["number"] in board
    assert client.post(address, data={"text": "扰民。", "by": "王芳", "phone": "12"}).status_code == 422
    stranger = {"kind": "objection", "text": "扰民。", "by": "王芳", "phone": "13800000001"}
    told = client.post(address, data=stranger, follow_redirects=True).text
    (first,) = house.lead.get(f"/applications/{case['id']}")["procedures"]["statements"]
    assert (first["by"], first["phone"], first["number"] in told) == ("王芳", "13800000001", True)
    assert "13800000001" in staff_page(client, case)
    assert "13800000001" not in own_page(client, case)

    sign_in(client, "contractor2")
    assert client.get(address).status_code == 200
    assert client.post(address, data={"kind": "objection", "text": " "}).status_code == 422
    assert client.post(address, data={"kind": "objection", "text": "移植后隔音变差。"}).status_code == 302
    assert client.get(f"/applications/{case['id']}").status_code == 404, "nothing else of the case is theirs to see"

    (_first, said) = house.lead.get(f"/applications/{case['id']}")["procedures"]["statements"]
    assert said["by"]
    (_first, read) = house.contractor.get(f"/applications/{case['id']}")["procedures"]["statements"]
    assert (read["text"], read["by"]) == ("移植后隔音变差。", "")
    sent = {"statement": said["id"], "answer": "补植并设绿篱。"}
    take(client, "greening", page_of(case, "answer_statement", "trees"), sent)

    assert said["by"] in staff_page(client, case)
    own = own_page(client, case)
    assert "移植后隔音变差。" in own
    assert "补植并设绿篱。" in own
    assert "利害关系人" in own
    assert said["by"] not in own


def test_the_applicant_speaks_on_its_own_page(client: CheckedClient, case: Any) -> None:
    sent = {"kind": "statement", "text": "请尽快办理。", "by": "别人"}
    take(client, "contractor", page_of(case, "file_statement", "trees"), sent)

    own = own_page(client, case)
    assert "请尽快办理。" in own
    assert "别人" not in own


def test_a_notice_that_has_ended_takes_no_objection(client: CheckedClient, house: Office, case: Any) -> None:
    (notice,) = house.contractor.get("/public/notices")["items"]
    house.at("2025-01-08T00:10:00")
    sign_in(client, "contractor2")

    assert notice["to_on"] == "2025-01-07"
    address = f"/public-notices/{notice['id']}/objection"
    assert client.get(address).status_code == 404
    assert client.post(address, data={"kind": "objection", "text": "有异议。"}).status_code == 404
    assert "公示期满" not in client.get("/public-notices").text
    assert case["number"] not in client.get("/public-notices").text


def test_the_board_is_told_in_english_too(client: CheckedClient, case: Any) -> None:
    page = client.get("/public-notices", headers={"Accept-Language": "en"}).text

    assert "Anybody may object until the last day of a notice" in page
    assert case["number"] in page


def test_the_clerk_of_a_stopped_permit_reads_why_it_rests_and_until_when(
    client: CheckedClient, house: Office, case: Any
) -> None:
    item = house.item(case["id"], kind="decision", department="greening", permit="trees")["id"]
    house.at("2025-01-03T10:00:00")
    notice = {"ground": "expert_review", "expected_days": "5", "notice": "依规程第三条，须经专家评审。"}
    take(client, "greening", page_of(case, "stop_clock", "trees"), notice)

    shown = client.get(f"/work-items/{item}").text
    assert "无权查看" not in shown
    assert "期限恢复计算后即可答复" in shown
    assert "预计至2025年1月10日" in shown


def test_the_duty_to_go_on_site_opens_for_its_department(client: CheckedClient, house: Office, case: Any) -> None:
    take(client, "lead", page_of(case, "book_survey"), {"at": "2025-01-06T09:00", "place": "紫琅路88号"})
    sign_in(client, "police")
    shown = client.get("/inbox").text

    assert "联合踏勘" in shown
    for target in set(re.findall(r'<a class="key" href="([^"]+)"', shown)):
        assert client.get(target).status_code == 200, target
    assert f"/cases/{case['id']}" in shown
