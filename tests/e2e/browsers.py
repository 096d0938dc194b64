"""A person at a browser: signs in by one click, reads English, and every complaint of the console is kept."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, StorageState, sync_playwright

# the shell first: it draws pages only, no window around them
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LOCALES = {"en": "en-GB", "zh": "zh-CN"}
FORM_BACK = ("status of 409", "status of 422")
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
# only violations are read: the check need not describe what passes
STANDARDS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}


# what a browser keeps of one who is signed in: nobody signs in twice at the same server
KEPT: dict[tuple[str, str, str], StorageState] = {}


@dataclass
class Person:
    """One browser window, signed in or not."""

    page: Page
    base: str
    complaints: list[str] = field(default_factory=list)

    def goes_to(self, path: str) -> None:
        """Open an address of the office."""
        self.page.goto(self.base + path)

    def presses(self, name: str) -> None:
        """Press the one button of that name and wait for the next page."""
        self.page.get_by_role("button", name=name, exact=True).click()
        self.page.wait_for_load_state()

    def confirms(self, name: str) -> None:
        """Press a button, and confirm what goes out where the page asks."""
        self.presses(name)
        asked = self.page.locator("button[name=go_on][value=send]")
        if asked.count():
            asked.click()
            self.page.wait_for_load_state()

    def follows(self, name: str) -> None:
        """Follow the first link of that name."""
        self.page.get_by_role("link", name=name).first.click()
        self.page.wait_for_load_state()

    def signs_out(self) -> None:
        """Sign out from the menu; what was kept of those who are signed in here is worth nothing any more."""
        self.page.locator("details[data-menu] summary").click()
        self.presses("Sign out")
        for who in [one for one in KEPT if one[0] == self.base]:
            del KEPT[who]

    def faults(self) -> list[str]:
        """List what an accessibility check finds on this page, wide and narrow, and whether it scrolls sideways."""
        found = []
        for size, script in ((PHONE, AXE_SCRIPT), (DESKTOP, "0")):  # a page keeps the script it was given
            self.page.set_viewport_size(size)  # type: ignore[arg-type]  # a plain dict serves
            violations = Axe(script).run(self.page, options=STANDARDS).response["violations"]
            found += [f"{rule['id']}: {node['html'][:120]}" for rule in violations for node in rule["nodes"]]
            if self.page.evaluate("document.documentElement.scrollWidth") > size["width"]:
                found.append("scrolls sideways")
        return [f"{self.page.url} {fault}" for fault in found]

    def text(self) -> str:
        """Read what stands on the page."""
        return self.page.locator("main").inner_text()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Lend the machine's own Chromium; a test without one is skipped, loudly."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip(f"no browser on this machine: looked for {', '.join(NAMES)}")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield launched
        launched.close()


def arrive(browser: Browser, base: str, *, username: str = "", language: str = "en", has_script: bool = True) -> Person:
    """Open a window of one's own in a browser of that language, with or without JavaScript; sign in by clicking."""
    who = base, username, language
    context = browser.new_context(
        viewport=DESKTOP,  # type: ignore[arg-type]  # a plain dict serves
        locale=LOCALES[language],
        java_script_enabled=has_script,
        storage_state=KEPT.get(who),
    )
    page = context.new_page()
    page.set_default_timeout(20_000)
    person = Person(page, base)
    page.on("console", lambda line: _keep(person, line))
    page.on("dialog", lambda question: question.accept())
    page.on("pageerror", lambda error: person.complaints.append(str(error)))
    if who not in KEPT:
        _sign_in(person, username, language)
        KEPT[who] = context.storage_state()
    return person


def _sign_in(person: Person, username: str, language: str) -> None:
    page = person.page
    person.goes_to("/login" if username else "/")
    if username:
        page.locator("form.card #username").fill(username)
        page.locator("form.card #password").fill(username)
        page.locator("form.card button[type=submit]").click()
        page.wait_for_url(lambda url: "/login" not in url)
    choice = page.locator(f".lang button[value={language}]")
    if choice.get_attribute("aria-pressed") != "true":
        choice.click()
        page.wait_for_load_state()


def _keep(person: Person, line: ConsoleMessage) -> None:
    # the browser counts a form that comes back, its faults or what holds it back named, among the errors
    if line.type == "error" and not any(status in line.text for status in FORM_BACK):
        person.complaints.append(line.text)


Arrive = Callable[..., Person]
