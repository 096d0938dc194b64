"""Case 02: the session ends while somebody types; signing in leads back to what was typed, and nobody else sees it."""

import pytest
from flask.testing import FlaskClient

from permits.services.house.kept_input import LARGEST_KEPT_LETTERS
from tests.offices import Office
from tests.page_forms import PageForm, forms_of
from tests.permits.web.journeys import draft

AT = "/applications/1/form/project"
BACK = "您填写的内容已恢复到表单中，尚未提交"


@pytest.fixture
def browser(office: Office, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A browser whose forms need their tokens."""
    found = office.app.test_client()
    assert draft(found) == AT.removesuffix("/form/project")  # type: ignore[arg-type]  # the class `founded` sets
    monkeypatch.setitem(office.app.config, "WTF_CSRF_ENABLED", True)
    return found


@pytest.fixture
def at() -> str:
    """Where the project of the draft is asked for."""
    return AT


def form_at(browser: FlaskClient, path: str) -> PageForm:
    return next(one for one in forms_of(browser.get(path).text, path) if one.kinds and one.method == "post")


def sign_in(browser: FlaskClient, who: str) -> str:
    form = form_at(browser, "/login")
    sent = {**form.hidden, "username": who, "password": who}
    return browser.post("/login", data=sent).headers["Location"]


def typed(form: PageForm) -> dict[str, object]:
    return {**form.sent, "project_name": "写了一半的名称", "go": "on"}


def test_who_signs_in_again_finds_the_form_filled(browser: FlaskClient, at: str) -> None:
    form = form_at(browser, at)
    browser.delete_cookie("daokou")

    assert browser.post(at, data=typed(form)).headers["Location"].startswith("/login")
    page = browser.get(sign_in(browser, "contractor"))

    assert page.status_code == 200
    assert BACK in page.text
    assert "写了一半的名称" in page.text
    assert "写了一半的名称" not in browser.get(at).text


def test_what_a_script_sends_is_not_kept_its_page_still_holds_it(browser: FlaskClient, at: str) -> None:
    form = form_at(browser, at)
    browser.delete_cookie("daokou")

    browser.post(f"{at}/autosave", data=typed(form), headers={"Accept": "application/json"})

    assert "kept=" not in sign_in(browser, "contractor")


def test_what_is_sent_then_is_taken_and_kept_no_longer(browser: FlaskClient, at: str) -> None:
    form = form_at(browser, at)
    browser.delete_cookie("daokou")
    browser.post(at, data=typed(form))
    back = sign_in(browser, "contractor")

    assert browser.post(at, data={**typed(form_at(browser, back)), "go": "stay"}).status_code == 302

    assert "写了一半的名称" in browser.get(at).text
    assert BACK not in browser.get(back).text


def test_another_person_never_sees_it(browser: FlaskClient, at: str) -> None:
    form = form_at(browser, at)
    browser.delete_cookie("daokou")
    browser.post(at, data=typed(form))

    back = sign_in(browser, "window")

    assert "kept" not in back
    for number in range(1, 4):
        assert "写了一半的名称" not in browser.get(f"{at}?kept={number}").text


def test_who_signs_out_and_in_again_elsewhere_gets_the_form_back_at_once(browser: FlaskClient, at: str) -> None:
    form = form_at(browser, at)
    browser.delete_cookie("daokou")
    sign_in(browser, "contractor")

    answer = browser.post(at, data=typed(form))

    assert BACK in answer.text
    assert "写了一半的名称" in answer.text
    assert browser.post(at, data=typed(form_at(browser, at))).status_code == 302


def test_a_page_opened_by_somebody_else_does_nothing_and_keeps_it_for_them(browser: FlaskClient, at: str) -> None:
    form = form_at(browser, at)
    browser.delete_cookie("daokou")
    sign_in(browser, "contractor2")

    answer = browser.post(at, data=typed(form))

    assert answer.status_code == 409
    assert "由他人登录后打开" in answer.text
    browser.delete_cookie("daokou")
    assert "写了一半的名称" in browser.get(sign_in(browser, "contractor")).text


def test_what_is_too_long_to_be_kept_is_said(browser: FlaskClient, at: str) -> None:
    form = form_at(browser, at)
    browser.delete_cookie("daokou")

    browser.post(at, data={**typed(form), "site_address": "长" * LARGEST_KEPT_LETTERS})

    assert "内容过长，无法在此保留" in browser.get("/login").text


def test_a_form_of_another_site_keeps_nothing(browser: FlaskClient, at: str) -> None:
    form = form_at(browser, at)
    forged = {**typed(form), "csrf_token": "", "drawn_for": "1"}

    assert browser.post(at, data=forged).status_code == 400
    browser.delete_cookie("daokou")
    browser.post(at, data=forged)
    assert "kept" not in sign_in(browser, "contractor")


def test_signing_in_with_a_stale_form_asks_again_and_never_repeats_the_password(browser: FlaskClient) -> None:
    browser.delete_cookie("daokou")
    answer = browser.post("/login", data={"username": "contractor", "password": "geheim"})

    assert answer.status_code == 409
    assert 'value="contractor"' in answer.text
    assert "geheim" not in answer.text
    assert browser.get("/applications").status_code == 302


@pytest.fixture
def answering(office: Office, monkeypatch: pytest.MonkeyPatch) -> tuple[FlaskClient, str]:
    """A clerk at the answer to an item that nobody has claimed."""
    made = office.accepted()
    item = office.item(made["id"], kind="co_approval", department="police")
    browser = office.app.test_client()
    browser.post("/login", data={"username": "police", "password": "police"})
    monkeypatch.setitem(office.app.config, "WTF_CSRF_ENABLED", True)
    return browser, f"/work-items/{item['id']}"


def test_claiming_keeps_the_opinion_being_written(answering: tuple[FlaskClient, str]) -> None:
    browser, at = answering
    form, claims = form_at(browser, at), f"{at}/claim"
    assert claims in form.buttons

    claimed = browser.post(claims, data={**form.sent, "opinion": "写了一半的意见", "verdict": "approve"})
    page = browser.get(claimed.headers["Location"])

    (again,) = [one for one in forms_of(page.text, at) if one.action == at]
    assert (again.typed["opinion"], again.typed["verdict"]) == (["写了一半的意见"], ["approve"])
    assert f"{at}/release" in again.buttons
    assert browser.post(at, data=again.sent).headers["Location"] == "/inbox"
