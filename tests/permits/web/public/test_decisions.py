"""The page of decisions granted: for everybody, in both languages, by permit and by day, in pages."""

import re

from tests.offices import COMPANY, Office
from tests.pages import CheckedClient
from tests.permits.api.public.test_public_decisions import PERSON, decided
from tests.permits.web.early import client as client
from tests.permits.web.early import house as house

ENGLISH = {"Accept-Language": "en"}


def test_anybody_finds_the_page_and_reads_it_in_both_languages(house: Office, client: CheckedClient) -> None:
    number = decided(house)["permits"][0]["document_number"]
    assert 'href="/decisions"' in client.get("/public-notices").text

    chinese, english = client.get("/decisions").text, client.get("/decisions", headers=ENGLISH).text

    for page in (chinese, english):
        assert number in page
        assert COMPANY["name"] in page
        assert COMPANY["uscc"] in page
        assert "紫琅路C22037地块" in page
    assert "许可决定公开" in chinese
    assert "占用、挖掘城市道路审批" in chinese
    assert "2025年1月2日" in chinese
    assert "Decisions granted" in english
    assert "Not yet in force" in english
    assert "Municipal Roads Bureau" in english


def test_a_person_is_masked_here_and_where_works_go_on(house: Office, client: CheckedClient) -> None:
    licence = decided(house, applicant=PERSON)["permits"][0]["licence_number"]
    page = client.get("/decisions").text
    house.at("2026-01-06T10:00:00")

    for shown in (page, client.get("/works").text):
        assert "欧阳*" in shown
        assert PERSON["name"] not in shown

    house.revoke(licence)
    assert "已撤销" in client.get("/decisions").text


def test_what_is_looked_for_is_found_and_nonsense_is_named(house: Office, client: CheckedClient) -> None:
    number = decided(house)["permits"][0]["document_number"]

    assert number in client.get("/decisions?permit=road-occupation&first=2025-01-02&last=2025-01-02").text
    assert number not in client.get("/decisions?last=2025-01-01").text
    assert "没有符合条件的决定" in client.get("/decisions?permit=trees").text
    wrong = client.get("/decisions?first=2025-01-03&last=2025-01-02")
    assert wrong.status_code == 422
    assert "结束日期早于开始日期" in wrong.text
    assert client.get("/decisions?permit=castle").status_code == 422
    assert client.get("/decisions?first=yesterday").status_code == 422


def test_older_decisions_stand_on_the_next_page(house: Office, client: CheckedClient) -> None:
    numbers = [decided(house)["permits"][0]["document_number"] for _ in range(21)]

    first = client.get("/decisions?permit=road-occupation").text
    following = re.search(r'href="(/decisions\?[^"]+)" rel="next"', first)
    assert following is not None
    second = client.get(following[1].replace("&amp;", "&")).text

    assert all(number in first for number in numbers[1:])
    assert numbers[0] not in first
    assert numbers[0] in second
    assert numbers[1] not in second
    assert 'rel="next"' not in second
