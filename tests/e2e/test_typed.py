"""What is typed stays, through reload, sign-out and a restart of the browser, and nobody else reads it."""

import re

import pytest
from playwright.sync_api import Browser

from tests.e2e.browsers import Arrive, Person
from tests.offices import AGENT, COMPANY, PERIOD, PLAINEST

pytestmark = pytest.mark.browser

FORM = {
    "applicant": COMPANY,
    "agent": AGENT,
    "project": {"name": "星湖新城", "type": "private"},
    "site": {"road": "紫琅路", "address": "C22037地块"},
    "answers": {"period": PERIOD, **PLAINEST},
}
PAUSE_MS = 700
TOLD = "You typed this here before and did not send it."


def call(person: Person, who: str, path: str, body: object) -> dict[str, object]:
    headers = {"Authorization": f"Bearer demo-{who}"}
    answer = person.page.request.post(f"{person.base}/api/v1{path}", data=body, headers=headers)
    assert answer.ok, answer.text()
    made: dict[str, object] = answer.json()
    return made


def draft(person: Person) -> str:
    return f"/applications/{call(person, 'contractor', '/applications', FORM)['id']}"


def typed(person: Person, selector: str) -> str:
    return person.page.locator(selector).input_value()


def test_a_restart_of_the_browser_gives_back_what_was_typed(browser: Browser, someone: Arrive) -> None:
    contractor = someone("contractor")
    at = draft(contractor)
    call(contractor, "contractor", f"{at}/actions/submit", {})
    page = f"{at}/withdraw"
    contractor.goes_to(page)
    contractor.page.locator("[name=reason]").fill("写了一半的理由")
    contractor.page.wait_for_timeout(PAUSE_MS)
    assert "写了一半" not in contractor.page.evaluate("JSON.stringify(localStorage)")

    context = browser.new_context(storage_state=contractor.page.context.storage_state())
    again = Person(context.new_page(), contractor.base)
    again.goes_to(page)
    again.page.get_by_text(TOLD).wait_for()
    assert typed(again, "[name=reason]") == "写了一半的理由"

    again.page.get_by_role("button", name="Leave it out").click()
    assert typed(again, "[name=reason]") == ""
    again.page.wait_for_timeout(PAUSE_MS)
    again.goes_to(page)
    assert again.page.get_by_text(TOLD).count() == 0
    context.close()


def test_the_next_person_at_the_same_computer_reads_nothing(someone: Arrive) -> None:
    one = someone("contractor")
    at = draft(one)
    one.goes_to(f"{at}/form/parties")
    one.page.locator("[name=agent_name]").fill("只给我看")
    one.page.wait_for_timeout(PAUSE_MS)
    one.signs_out()
    one.goes_to("/login")
    one.page.locator("form.card #username").fill("window")
    one.page.locator("form.card #password").fill("window")
    one.page.locator("form.card button[type=submit]").click()
    one.page.wait_for_url(re.compile("/counter"))

    kept = one.page.evaluate("JSON.stringify([localStorage, sessionStorage])")

    assert "只给我看" not in kept
    one.goes_to("/counter/new?matter=road-access")
    assert one.page.get_by_text(TOLD).count() == 0


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no_script"])
def test_the_end_of_the_session_leads_back_to_the_filled_form(someone: Arrive, *, has_script: bool) -> None:
    contractor = someone("contractor", has_script=has_script)
    contractor.goes_to(f"{draft(contractor)}/form/project")
    contractor.page.locator("[name=site_address]").fill("写了一半的地址")
    contractor.page.context.clear_cookies()

    contractor.page.get_by_role("button").filter(has_text=re.compile("Save and go on|保存")).last.click()
    contractor.page.wait_for_url("**/login**")
    contractor.page.locator("form.card #username").fill("contractor")
    contractor.page.locator("form.card #password").fill("contractor")
    contractor.page.locator("form.card button[type=submit]").click()
    contractor.page.wait_for_url("**kept=**")

    assert typed(contractor, "[name=site_address]") == "写了一半的地址"


def test_the_answers_of_a_stranger_survive_the_change_of_the_language(someone: Arrive) -> None:
    stranger = someone()
    stranger.goes_to("/matters/road-access")
    stranger.page.locator("[name=occupy][value=yes]").check()
    stranger.page.wait_for_timeout(PAUSE_MS)

    stranger.page.locator(".lang button[value=zh]").click()

    stranger.page.locator("html[lang^=zh]").wait_for()
    assert stranger.page.locator("[name=occupy][value=yes]").is_checked()
