"""A draft at a browser: kept while it is typed, the same on another device; the language loses nothing."""

import pytest

from tests.e2e.browsers import Arrive
from tests.e2e.test_main_flow import CHOICES, FIGURES
from tests.e2e.test_uploads import FORM

pytestmark = pytest.mark.browser


def test_what_is_typed_is_on_the_server_seconds_later_and_the_sentence_is_true(someone: Arrive) -> None:
    contractor, elsewhere = someone("contractor"), someone("contractor")
    page = contractor.page
    token = {"Authorization": "Bearer demo-contractor"}
    made = page.request.post(f"{contractor.base}/api/v1/applications", data=FORM, headers=token).json()
    address = f"/applications/{made['id']}/form/parties"
    contractor.goes_to(address)
    said = page.locator("[data-saved]")
    assert said.inner_text() == "What you type is saved as you go."

    page.locator("#agent_name").fill("李青")
    page.locator("[data-saved]", has_text="Saved at").wait_for()

    elsewhere.goes_to(address)
    assert elsewhere.page.locator("#agent_name").input_value() == "李青"
    elsewhere.page.locator("#agent_name").fill("王芳")
    elsewhere.page.locator("[data-saved]", has_text="Saved at").wait_for()
    page.locator("#agent_name").fill("李白")
    page.locator("[data-saved].error", has_text="Not saved: the draft was changed elsewhere").wait_for()
    assert contractor.faults() == []


def test_the_language_keeps_what_the_questionnaire_holds(someone: Arrive) -> None:
    anyone = someone()
    anyone.goes_to("/matters/road-access")
    for name, value in CHOICES.items():
        anyone.page.locator(f"input[name='{name}'][value='{value}']").check()
    for name, value in FIGURES.items():
        anyone.page.locator(f"#{name}").fill(value)

    anyone.page.locator(".lang button[value=zh]").click()
    anyone.page.wait_for_load_state()

    assert "道口接入哪一类道路" in anyone.text()
    assert {name: anyone.page.locator(f"#{name}").input_value() for name in FIGURES} == FIGURES
    assert all(
        anyone.page.locator(f"input[name='{name}'][value='{value}']").is_checked() for name, value in CHOICES.items()
    )
