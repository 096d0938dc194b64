"""A passkey at a real browser with a device of its own: added, and used instead of the password."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e.browsers import Person, arrive
from tests.e2e.conftest import empty, serving

pytestmark = pytest.mark.browser
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def person(browser: Browser, sqlite_template: Path, tmp_path: Path) -> Iterator[Person]:
    """A contractor whose browser has a device that holds passkeys, at an office whose host has a name."""
    with serving(empty(tmp_path, sqlite_template), host="localhost") as base:
        found = arrive(browser, base, username="contractor")
        session = found.page.context.new_cdp_session(found.page)
        session.send("WebAuthn.enable")
        session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
        yield found
        found.page.context.close()


def test_a_passkey_is_added_and_opens_the_account_without_a_password(person: Person) -> None:
    page = person.page
    person.goes_to("/account/second-factor")
    page.locator("#password_or_code").fill("contractor")
    person.presses("Continue")
    assert person.faults() == []
    page.locator("#name").fill("Laptop")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("heading", name="Recovery codes", level=1).wait_for()
    assert person.faults() == []
    person.goes_to("/account/second-factor")
    assert "Laptop" in person.text()

    person.signs_out()
    person.goes_to("/login")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/applications")
    person.goes_to("/account")
    assert "passkey" in person.text()
    assert person.complaints == []
