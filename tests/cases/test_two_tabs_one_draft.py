"""Case 03: two tabs of one draft; the older one wipes nothing, it is told who was faster and keeps what was typed."""

import pytest
from flask.testing import FlaskClient

from tests.offices import Office
from tests.page_forms import PageForm, forms_of
from tests.permits.web.journeys import draft


@pytest.fixture
def browser(office: Office) -> FlaskClient:
    return office.app.test_client()


@pytest.fixture
def at(browser: FlaskClient) -> str:
    return draft(browser)  # type: ignore[arg-type]  # the class `founded` sets


def form_at(browser: FlaskClient, path: str) -> PageForm:
    return form_in(browser.get(path).text, path)


def form_in(html: str, path: str) -> PageForm:
    return next(one for one in forms_of(html, path) if one.kinds and one.action == path)


def test_an_older_tab_wipes_nothing_and_shows_both_texts(browser: FlaskClient, at: str) -> None:
    page = f"{at}/form/project"
    older, newer = form_at(browser, page), form_at(browser, page)
    browser.post(page, data={**newer.sent, "project_name": "新的名称", "go": "stay"})

    stale = browser.post(page, data={**older.sent, "site_address": "西侧", "go": "stay"})

    assert stale.status_code == 409
    shown = stale.text.split(" conflict")[1].split("</section>")[0]
    told = ("陈建", "通江建设工程有限公司", "修改草稿", "新的名称", "星湖新城", "西侧", "东侧")
    assert [one for one in told if one not in shown] == []
    assert form_at(browser, page).typed["project_name"] == ["新的名称"]
    # and it can be sent again, against what stands now
    again = form_in(stale.text, page)
    assert again.typed["site_address"] == ["西侧"]
    assert browser.post(page, data={**again.sent, "go": "stay"}).status_code == 302
    assert form_at(browser, page).typed["site_address"] == ["西侧"]


def test_trees_added_elsewhere_stay_and_with_them_their_permit(browser: FlaskClient, office: Office, at: str) -> None:
    page, number = f"{at}/form/answers", at.rpartition("/")[2]
    older = form_at(browser, page)
    trees = {"trees": "yes", "trees-0-species": "香樟", "trees-0-count": "1", "trees-0-action": "transplant"}
    browser.post(page, data={**form_at(browser, page).sent, **trees, "go": "stay"})

    stale = browser.post(page, data={**older.sent, "occupy-days": "30", "go": "stay"})

    assert stale.status_code == 409
    assert "香樟" in stale.text
    assert office.contractor.get(f"/applications/{number}")["answers"]["trees"][0]["species"] == "香樟"


def test_a_form_sent_back_for_a_fault_is_still_of_the_version_it_was_drawn_from(browser: FlaskClient, at: str) -> None:
    page = f"{at}/form/project"
    older, newer = form_at(browser, page), form_at(browser, page)
    browser.post(page, data={**newer.sent, "project_name": "新的名称", "go": "stay"})

    stale = browser.post(page, data={**older.sent, "project_code": "x" * 500, "go": "stay"})
    faulty = browser.post(page, data={**form_in(stale.text, page).sent, "go": "stay"})
    # a third tab, before the fault is mended
    browser.post(page, data={**form_at(browser, page).sent, "project_name": "更新的名称", "go": "stay"})
    mended = browser.post(page, data={**form_in(faulty.text, page).sent, "project_code": "", "go": "stay"})

    assert (stale.status_code, faulty.status_code, mended.status_code) == (409, 422, 409)
    assert form_at(browser, page).typed["project_name"] == ["更新的名称"]


def test_saving_twice_from_one_page_is_no_conflict(browser: FlaskClient, at: str) -> None:
    page = f"{at}/form/answers"
    sent = {**form_at(browser, page).sent, "occupy-days": "", "go": "on"}

    saved = browser.post(page, data=sent)
    again = browser.post(page, data={**form_in(saved.text, page).sent, "occupy-days": "40", "go": "stay"})

    assert (saved.status_code, again.status_code) == (422, 302)
