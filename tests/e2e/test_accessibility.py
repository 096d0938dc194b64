"""No page fails an automated accessibility check, whoever opens it."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.e2e.browsers import DESKTOP, PHONE, Arrive, Person

pytestmark = pytest.mark.browser

STANDARDS = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
PAGES = {
    "": ("/", "/login", "/verify", "/promise", "/works"),
    "contractor": ("/applications", "/applications/new", "/licences", "/notifications"),
    "window": ("/counter", "/cases"),
    "roads": ("/inbox",),
    "manager": ("/turnaround", "/cases"),
}
BEGUN = "/applications/{id}/form/{step}"
STEPS = ("parties", "project", "answers", "papers", "check")


@pytest.mark.parametrize(("username", "paths"), PAGES.items(), ids=lambda value: value if isinstance(value, str) else "")
def test_pages_have_no_violations(someone: Arrive, username: str, paths: tuple[str, ...]) -> None:
    person = someone(username)
    found = [fault for path in paths for fault in _faults_at(person, path)]
    assert found == []


def test_the_form_has_no_violations(someone: Arrive) -> None:
    contractor = someone("contractor", language="zh")
    contractor.goes_to("/applications/new")
    contractor.page.locator("main form button").click()
    contractor.page.wait_for_url("**/form/parties")
    number = contractor.page.url.split("/")[-3]
    paths = [BEGUN.format(id=number, step=step) for step in STEPS]
    assert [fault for path in paths for fault in _faults_at(contractor, path)] == []


def _faults_at(person: Person, path: str) -> list[str]:
    """Open a page wide and narrow; list what axe finds, and whether it scrolls sideways."""
    faults = []
    for size in (DESKTOP, PHONE):
        person.page.set_viewport_size(size)  # type: ignore[arg-type]  # a plain dict serves
        person.goes_to(path)
        response = Axe().run(person.page, options=STANDARDS).response
        faults += [
            f"{path} at {size['width']}: {rule['id']} {node['html'][:120]}"
            for rule in response["violations"]
            for node in rule["nodes"]
        ]
        if person.page.evaluate("document.documentElement.scrollWidth") > size["width"]:
            faults.append(f"{path} at {size['width']}: scrolls sideways")
    return faults
