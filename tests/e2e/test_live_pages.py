"""Pages that look again by themselves: what others do appears, what one does is left alone."""

import pytest

from tests.e2e.browsers import Arrive, Person
from tests.offices import AGENT, COMPANY, PERIOD, PLAINEST

pytestmark = pytest.mark.browser

A_MINUTE = 61_000
FORM = {
    "applicant": COMPANY,
    "agent": AGENT,
    "project": {"name": "星湖新城", "type": "private"},
    "answers": {"period": PERIOD, **PLAINEST},
}


def test_new_work_appears_in_the_list_by_itself(someone: Arrive) -> None:
    window = _watching(someone("window"), "/counter")
    _file(window, "C30001地块")

    window.page.clock.fast_forward(A_MINUTE)

    window.page.get_by_text("C30001地块").first.wait_for()
    # and again: what was swapped in looks again too
    _file(window, "C30002地块")
    window.page.clock.fast_forward(A_MINUTE)
    window.page.get_by_text("C30002地块").first.wait_for()


def test_who_is_in_the_list_with_the_keyboard_keeps_the_place(someone: Arrive) -> None:
    window = someone("window")
    _file(window, "C30003地块")
    _watching(window, "/counter")
    window.page.keyboard.press("j")
    held = window.page.evaluate("document.activeElement.href")
    _file(window, "C30004地块")

    window.page.clock.fast_forward(A_MINUTE)
    window.page.wait_for_timeout(300)

    assert window.page.evaluate("document.activeElement.href") == held
    assert window.page.get_by_text("C30004地块").count() == 0


def test_the_end_of_a_session_leads_to_the_sign_in_not_to_an_empty_page(someone: Arrive) -> None:
    window = _watching(someone("window"), "/counter")
    window.page.context.clear_cookies()

    window.page.clock.fast_forward(A_MINUTE)

    window.page.wait_for_url("**/login?next=**")


def _watching(person: Person, path: str) -> Person:
    person.page.clock.install()
    person.goes_to(path)
    return person


def _file(person: Person, address: str) -> None:
    """File an application through the API, as somebody elsewhere would."""
    form = {**FORM, "site": {"road": "紫琅路", "address": address}}
    made = _post(person, "/applications", form)
    _post(person, f"/applications/{made['id']}/actions/submit", {})


def _post(person: Person, path: str, body: object) -> dict[str, object]:
    answer = person.page.request.post(
        f"{person.base}/api/v1{path}", data=body, headers={"Authorization": "Bearer demo-contractor"}
    )
    assert answer.ok, answer.text()
    made: dict[str, object] = answer.json()
    return made
