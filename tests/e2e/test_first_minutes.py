"""What a stranger does first in a demo office: asks what is needed, opens a document, accepts with papers to follow."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.browsers import DESKTOP, Arrive, Person
from tests.e2e.conftest import serving
from tests.offices import COMPANY, PDF

pytestmark = pytest.mark.browser

MADE_WITHIN_MS = 20_000
VIEWER_OPENS_MS = 500
LATER = ("M09", "M11")
FILED = {
    "applicant": COMPANY,
    "agent": {"name": "陈建", "resident_id": "320699190001010016", "phone": "13800000000"},
    "project": {"name": "星湖新城", "type": "private"},
    "site": {"road": "紫琅路", "address": "C22037地块"},
    "answers": {
        "road_class": "urban",
        "access_kind": "temporary",
        "period": {"from": "2026-10-10", "to": "2027-04-10"},
        "occupy": {"part": "footway", "area_m2": 60, "days": 60},
    },
}
scripted = pytest.mark.parametrize("has_script", [True, False], ids=["script", "no-script"])


@pytest.fixture(scope="module")
def folder(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(demo_folder, tmp_path_factory.mktemp("office"), dirs_exist_ok=True))


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[str]:
    """The demo office: its documents are made when somebody asks for them."""
    with serving(folder) as base:
        yield base


def opens(person: Person, path: str) -> None:
    """Follow the link to a document, see that it is being made, and wait until it comes by itself."""
    page, address = person.page, person.base + path
    with page.expect_response(
        lambda answer: answer.url == address and answer.status == 200, timeout=MADE_WITHIN_MS
    ) as came:
        page.locator(f"a[href='{path}']").first.click()
        page.get_by_role("heading", name="The document is being made").wait_for()
    # the viewer has taken the document: nothing is on its way any more
    page.wait_for_url(address, wait_until="commit")
    page.wait_for_timeout(VIEWER_OPENS_MS)
    assert came.value.headers["content-type"] == "application/pdf"


@scripted
@pytest.mark.parametrize("username", ["contractor", "window"])
def test_a_document_of_the_demo_office_opens(someone: Arrive, username: str, *, has_script: bool) -> None:
    person = someone(username, has_script=has_script)
    person.goes_to("/applications?scope=ended" if username == "contractor" else "/cases")
    # each of the tests opens a case of its own: what was opened once is made
    person.page.locator("table a.key").nth(int(has_script)).click()
    person.page.wait_for_load_state()

    opens(person, first_document(person))


def first_document(person: Person) -> str:
    """Give the address of the first document on a page."""
    return str(person.page.locator("a[href^='/notices/']").first.get_attribute("href"))


def test_a_document_whose_file_is_lost_opens_again(someone: Arrive, folder: Path) -> None:
    contractor = someone("contractor")
    contractor.goes_to("/applications?scope=ended")
    contractor.page.locator("table a.key").nth(2).click()
    contractor.page.wait_for_load_state()
    case, path = contractor.page.url, first_document(contractor)
    opens(contractor, path)

    shutil.rmtree(folder / "documents")

    contractor.page.goto(case)
    opens(contractor, path)


def lacking(person: Person) -> str:
    """Hand in an application that lacks two papers which may follow later; returns its id."""
    api, headers = person.page.request, {"Authorization": "Bearer demo-contractor"}
    made = api.post(f"{person.base}/api/v1/applications", data=FILED, headers=headers).json()
    address = f"{person.base}/api/v1/applications/{made['id']}"
    for one in made["materials"]:
        if not one["shared"] and one["code"] not in LATER:
            file = {"name": f"{one['code']}.pdf", "mimeType": "application/pdf", "buffer": PDF}
            sent = {"code": one["code"], "file": file}
            assert api.post(f"{address}/materials", multipart=sent, headers=headers).ok
    assert api.post(f"{address}/actions/submit", data={}, headers=headers).ok
    return str(made["id"])


@scripted
def test_the_counter_accepts_with_papers_that_may_follow(someone: Arrive, *, has_script: bool) -> None:
    window = someone("window", has_script=has_script)
    window.goes_to(f"/counter/{lacking(window)}")
    accept = window.page.get_by_role("button", name="Accept", exact=True)
    assert accept.is_enabled()

    window.page.locator(f"input[name=tolerated][value={LATER[0]}]").check()
    window.presses("Accept")
    assert "Required materials are missing" in window.page.locator(".flashes").inner_text()
    assert window.page.locator(f"input[name=tolerated][value={LATER[0]}]").is_checked()

    window.page.locator(f"input[name=tolerated][value={LATER[1]}]").check()
    window.confirms("Accept")
    assert "Accepted. All departments have begun." in window.text()


@scripted
def test_one_answer_is_no_all_clear(someone: Arrive, *, has_script: bool) -> None:
    stranger = someone(has_script=has_script)
    stranger.goes_to("/matters/road-access")
    stranger.page.locator("input[name=road_class][value=urban]").check()
    stranger.presses("Show what I need")
    assert "It cannot be said yet" in stranger.text()
    assert "You need no permit" not in stranger.text()

    question = "Will the carriageway or footway be occupied?"
    stranger.follows(question)
    assert stranger.page.url.endswith("#occupy")
    for name in ("occupy", "excavate", "emergency", "utilities", "green", "trees", "ancient_trees"):
        stranger.page.locator(f"input[name={name}][value=no]").check()
    stranger.presses("Show what I need")
    assert "You need no permit" in stranger.text()


def test_the_figures_of_a_lived_in_office_fit_the_window(someone: Arrive) -> None:
    manager = someone("manager")
    manager.goes_to("/turnaround")
    assert "By permit" in manager.text()
    assert manager.page.evaluate("document.documentElement.scrollWidth") <= DESKTOP["width"]


def test_the_pages_have_no_violations(someone: Arrive) -> None:
    stranger = someone(language="zh")
    stranger.goes_to("/matters/road-access")
    stranger.page.locator("input[name=road_class][value=urban]").check()
    stranger.presses("看看需要办什么")
    assert stranger.faults() == []
