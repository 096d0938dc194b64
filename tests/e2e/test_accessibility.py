"""No page fails an automated accessibility check, whoever opens it."""

import pytest

from tests.e2e.browsers import Arrive, Person

pytestmark = pytest.mark.browser

PAGES = {
    "": ("/", "/matters/restaurant", "/login", "/verify", "/promise", "/works", "/public-notices", "/decisions"),
    "contractor": ("/applications", "/applications/new", "/licences", "/notifications"),
    "window": ("/counter", "/counter/new?matter=road-access", "/applications", "/cases"),
    "roads": ("/inbox",),
    "manager": ("/turnaround", "/cases"),
}
BEGUN = "/applications/{id}/form/{step}"
STEPS = ("parties", "project", "answers", "papers", "check")


@pytest.mark.parametrize(
    ("username", "paths"), PAGES.items(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_pages_have_no_violations(someone: Arrive, username: str, paths: tuple[str, ...]) -> None:
    person = someone(username)
    found = [fault for path in paths for fault in _faults_at(person, path)]
    assert found == []


def test_the_form_has_no_violations(someone: Arrive) -> None:
    contractor = someone("contractor", language="zh")
    contractor.goes_to("/applications/new?matter=restaurant")
    contractor.page.locator("main form button").click()
    contractor.page.wait_for_url("**/form/parties")
    number = contractor.page.url.split("/")[-3]
    paths = [BEGUN.format(id=number, step=step) for step in STEPS]
    assert [fault for path in paths for fault in _faults_at(contractor, path)] == []


def _faults_at(person: Person, path: str) -> list[str]:
    person.goes_to(path)
    return person.faults()
