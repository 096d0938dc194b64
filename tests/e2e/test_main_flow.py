"""One access to a road, from the first question to the licence in hand, by clicking only."""

import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.e2e.browsers import Arrive, Person
from tests.e2e.conftest import empty, serving
from tests.offices import PDF

pytestmark = pytest.mark.browser

CHOICES = {
    "road_class": "urban",
    "access_kind": "temporary",
    "occupy": "yes",
    "occupy-part": "footway",
    "excavate": "yes",
    "emergency": "no",
    "utilities": "yes",
    "utilities-works": "lamp",
    "utilities-on_bridge": "no",
    "green": "yes",
    "green-stays_after": "no",
    "trees": "yes",
    "trees-0-action": "transplant",
    "trees-0-street_tree": "yes",
    "ancient_trees": "no",
}
FIGURES = {
    "period-from": "2025-10-10",
    "period-to": "2026-04-10",
    "occupy-area_m2": "60",
    "occupy-days": "90",
    "excavate-area_m2": "45",
    "road_opened_on": "2015-09-01",
    "green-area_m2": "80",
    "green-months": "6",
    "trees-0-species": "香樟",
    "trees-0-dbh_cm": "18",
    "trees-0-count": "6",
}
GRANTED_DAYS = "60"
NOTICE_OVER = "2025-09-26T10:00:00"
RENDERED_WITHIN_SECONDS = 15


@pytest.fixture(scope="module")
def server(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An office of this test's own: it counts the work in every inbox."""
    with serving(empty(tmp_path_factory.mktemp("office"), sqlite_template)) as base:
        yield base


def test_one_access_goes_through_every_hand(someone: Arrive) -> None:
    contractor = someone("contractor")
    application = _hand_in(contractor)
    window = someone("window")
    _accept(window)
    _two_clerks_meet(someone("roads"), someone("roads2"))
    answered = {who: _answer_all(someone(who)) for who in ("planning", "police", "roads")}
    _let_the_public_notice_end(window)
    answered["greening"] = _answer_all(someone("greening"))
    assert answered == {"planning": 3, "police": 2, "roads": 3, "greening": 2}
    _deliver(window)
    number, code = _take_the_licences(contractor, application)
    _verify(someone(), number, code)
    _look_at_turnaround(someone("manager"))


def _hand_in(contractor: Person) -> str:
    """Ask what is needed, fill the form with the same answers, add every paper, hand in; give the page to follow."""
    contractor.goes_to("/matters/road-access")
    _answer_questions(contractor)
    contractor.presses("Show what I need")
    assert "You need 4 permits, and apply once" in contractor.text()
    contractor.follows("Apply with these answers")
    contractor.presses("Begin the application")
    page = contractor.page
    page.locator("#agent_phone").fill("13800000000")
    page.locator("#agent_resident_id").fill("320699190001010016")
    contractor.presses("Save and go on")
    page.locator("#project_name").fill("星湖新城")
    page.locator("#project_type").select_option("private")
    page.locator("#site_road").fill("紫琅路")
    page.locator("#site_address").fill("北侧，距交叉口 120 米")
    contractor.presses("Save and go on")
    contractor.presses("Save and go on")
    _add_papers(contractor)
    contractor.presses("Save and go on")
    contractor.presses("Hand in")
    assert "Handed in. The counter checks it within five working days." in contractor.text()
    return page.url


def _answer_questions(person: Person) -> None:
    for name, value in CHOICES.items():
        person.page.locator(f"input[name='{name}'][value='{value}']").check()
    for name, value in FIGURES.items():
        person.page.locator(f"#{name}").fill(value)


def _add_papers(person: Person) -> None:
    boxes = person.page.locator("input[type=file]")
    assert boxes.count() > 5
    for box in boxes.all():
        name = f"{box.get_attribute('name')}.pdf"
        box.set_input_files({"name": name, "mimeType": "application/pdf", "buffer": PDF})


def _accept(window: Person) -> None:
    window.goes_to("/counter")
    window.page.locator("table a.key").first.click()
    window.page.wait_for_load_state()
    assert window.faults() == []
    window.confirms("Accept")
    assert "Accepted. All departments have begun." in window.text()


def _let_the_public_notice_end(anybody: Person) -> None:
    """Let four working days pass: the trees are on public notice for three."""
    moved = anybody.page.request.put(
        f"{anybody.base}/api/v1/sandbox/clock",
        data={"now": NOTICE_OVER},
        headers={"Authorization": "Bearer demo-admin"},
    )
    assert moved.ok, moved.text()


def _two_clerks_meet(first: Person, second: Person) -> None:
    """Of two who reach for the same work one gets it, the other is told; what was typed is never lost."""
    for clerk in (first, second):
        clerk.goes_to("/inbox")
        clerk.page.keyboard.press("j")
        clerk.page.keyboard.press("Enter")
        clerk.page.wait_for_url("**/work-items/*")
    first.presses("Take it on")
    second.presses("Take it on")
    assert second.page.locator(".conflict").is_visible()
    assert "This is yours now." not in second.text()
    first.page.locator("#opinion").fill("修复方案可行")
    assert first.faults() == []
    first.page.evaluate("document.activeElement.blur()")
    first.page.keyboard.press("r")
    first.presses("Record the answer")
    assert "A refusal needs its coded reason" in first.text()
    assert first.page.locator("#opinion").input_value() == "修复方案可行"
    first.presses("Put it back")


def _answer_all(clerk: Person) -> int:
    """Take on and agree to whatever is in the inbox; count it."""
    for answered in range(20):
        clerk.goes_to("/inbox")
        first = clerk.page.locator("table a.key").first
        if not first.is_visible():
            assert "Nothing is waiting here" in clerk.text()
            return answered
        first.click()
        clerk.page.wait_for_load_state()
        clerk.presses("Take it on")
        assert "This is yours now." in clerk.text()
        _agree(clerk)
    raise AssertionError("the inbox does not empty")


def _agree(clerk: Person) -> None:
    page = clerk.page
    page.locator("input[name=verdict][value=approve]").check()
    page.locator("#opinion").fill("同意。")
    title = page.locator("h1").inner_text()
    if "Decision" in title:
        page.get_by_text("Conditions and narrower scope").click()
        _restrict(clerk, title)
    clerk.confirms("Record the answer")
    assert "Your answer is on record." in clerk.text()


def _restrict(clerk: Person, title: str) -> None:
    """Grant trees on a condition, and the road for fewer days."""
    if title.startswith("Trees"):
        clerk.page.locator("#conditions-0-kind").select_option(index=1)
        clerk.page.locator("#conditions-0-text").fill("移植后养护一年")
    if title.startswith("Road"):
        clerk.page.locator("[name=narrower-0-value]").fill(GRANTED_DAYS)


def _deliver(window: Person) -> None:
    window.goes_to("/counter")
    window.page.locator("table a.key").first.click()
    window.page.wait_for_load_state()
    window.page.locator("#deliver-recipient").fill("陈建")
    window.confirms("Deliver")
    assert "Delivered; the record of service is being made." in window.text()


def _take_the_licences(contractor: Person, application: str) -> tuple[str, str]:
    """See lanes and decisions, download a licence, and give its number and code as printed."""
    page = contractor.page
    page.goto(application)
    assert page.locator("svg.lanes-svg, .lanes svg").first.is_visible()
    assert "移植后养护一年" in contractor.text()
    assert contractor.faults() == []
    links = page.get_by_role("link", name="Licence").filter(has_text="PDF")
    assert links.count() == 4
    assert _download(contractor, str(links.first.get_attribute("href")))[:4] == b"%PDF"
    address = urlsplit(str(page.get_by_role("link", name="Verify", exact=True).first.get_attribute("href")))
    return address.path.rpartition("/")[2], parse_qs(address.query)["code"][0]


def _download(person: Person, path: str) -> bytes:
    """Fetch a paper; one still being made answers 202."""
    give_up = time.monotonic() + RENDERED_WITHIN_SECONDS
    while True:
        answer = person.page.request.get(person.base + path)
        if answer.status == 200:
            return answer.body()
        assert answer.status == 202
        assert time.monotonic() < give_up, "the material is never made"
        time.sleep(0.3)


def _verify(anyone: Person, number: str, code: str) -> None:
    anyone.goes_to("/verify")
    anyone.page.locator("#number").fill(number)
    anyone.page.locator("#code").fill(code)
    anyone.page.locator("main form button").click()
    anyone.page.wait_for_load_state()
    assert number in anyone.text()
    assert "通江建设工程有限公司" in anyone.text()


def _look_at_turnaround(manager: Person) -> None:
    manager.goes_to("/turnaround")
    assert "Nothing is late" in manager.text()
    manager.page.locator("a.kpi", has_text="Decided").click()
    manager.page.wait_for_load_state()
    manager.page.locator("table a.key").first.click()
    manager.page.wait_for_load_state()
    assert "星湖新城" in manager.text()
    assert "What the departments say" in manager.text()
    assert manager.faults() == []
