"""Case 04: a list longer than the office takes is refused with a sentence; no row is dropped."""

import random
from dataclasses import replace

import pytest

from permits.office import Caps
from tests.offices import Office
from tests.pages import CheckedClient
from tests.permits.web.journeys import OCCUPY, draft, sign_in
from workflows import MAX_ROWS

LAST = f"第{MAX_ROWS + 1}棵"
SAID = f"不得超过{MAX_ROWS}行"


def trees(rows: int) -> dict[str, str]:
    found = {**OCCUPY, "trees": "yes"}
    for number in range(rows):
        found |= {
            f"trees-{number}-species": "香樟",
            f"trees-{number}-count": "1",
            f"trees-{number}-action": "transplant",
        }
    return found | {f"trees-{rows - 1}-species": LAST, f"trees-{rows - 1}-action": "fell"}


@pytest.fixture
def browser(office: Office) -> CheckedClient:
    return office.app.test_client()  # type: ignore[return-value]  # the class `founded` sets


@pytest.mark.parametrize("rows", [MAX_ROWS + 1, 500])
def test_more_rows_than_allowed_are_refused_and_all_come_back(browser: CheckedClient, rows: int) -> None:
    page = f"{draft(browser)}/form/answers"

    answer = browser.post(page, data={**trees(rows), "go": "stay"})

    assert answer.status_code == 422
    assert SAID in answer.text
    assert LAST in answer.text
    assert f'name="trees-{rows - 1}-species"' in answer.text
    assert LAST not in browser.get(page).text


def test_as_many_rows_as_allowed_are_kept(browser: CheckedClient) -> None:
    page = f"{draft(browser)}/form/answers"

    assert browser.post(page, data={**trees(MAX_ROWS), "go": "stay"}).status_code == 302
    assert LAST in browser.get(page).text


def test_one_more_row_than_allowed_is_not_drawn_and_the_page_says_so(browser: CheckedClient) -> None:
    page = f"{draft(browser)}/form/answers"

    answer = browser.post(page, data={**trees(MAX_ROWS), "more": "trees"})

    assert SAID in answer.text
    assert LAST in answer.text
    assert f'name="trees-{MAX_ROWS}-species"' not in answer.text


def test_a_row_is_read_whatever_its_number(browser: CheckedClient) -> None:
    sent = {**OCCUPY, "trees": "yes", "trees-999999-species": "银杏", "trees-9999999999-species": "槐", "more": "trees"}

    answer = browser.post("/", data=sent)

    assert "银杏" in answer.text
    assert "槐" not in answer.text


def test_two_hundred_rows_go_from_the_start_page_into_an_application(browser: CheckedClient) -> None:
    page = browser.post(
        "/", data={**trees(MAX_ROWS), **{f"trees-{n}-dbh_cm": "18" for n in range(MAX_ROWS)}}, follow_redirects=True
    ).text

    sign_in(browser)
    advice = page.split("/applications/new?advice=")[1].split('"')[0]
    address = browser.post("/applications/new", data={"advice": advice}).headers["Location"]
    assert LAST in browser.get(address.replace("/parties", "/answers")).text


def test_answers_too_long_for_a_link_are_named(browser: CheckedClient, monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(1)  # noqa: S311 - the same on every run
    rows = {f"trees-{n}-species": "".join(chr(dice.randrange(0x4E00, 0x9FA5)) for _ in range(100)) for n in range(99)}
    measures = {f"trees-{n}-dbh_cm": "18" for n in range(99)}

    whole = browser.post("/", data={**trees(99), **rows, **measures}, follow_redirects=True).text
    assert "/applications/new?advice=" in whole
    known = browser.application.extensions
    monkeypatch.setitem(known, "office", replace(known["office"], caps=Caps(advice=0)))
    page = browser.post("/", data={**trees(99), **rows, **measures, "occupy-days": "1"}).text

    assert "无法随链接带入申请" in page
    assert 'href="/applications/new?matter=road-access"' in page
    assert "按此情形申请" not in page
