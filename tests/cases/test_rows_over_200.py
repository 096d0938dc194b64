"""Case 04: a list longer than the office takes is refused with a sentence; no row is dropped."""

import pytest

from tests.offices import Office
from tests.pages import CheckedClient
from tests.permits.web.journeys import OCCUPY, draft
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
