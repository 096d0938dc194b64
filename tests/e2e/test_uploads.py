"""Papers at a browser: each file goes by itself, with its refusal beside it; without a script one at a time is kept."""

import pytest

from permits.services.files.uploads import MEGABYTE
from tests.e2e.browsers import Arrive, Person
from tests.offices import AGENT, COMPANY, PDF, PERIOD, PLAINEST

pytestmark = pytest.mark.browser

FORM = {
    "applicant": COMPANY,
    "agent": AGENT,
    "project": {"name": "星湖新城", "type": "private"},
    "answers": {"period": PERIOD, **PLAINEST},
}


def _at_papers(person: Person) -> None:
    made = person.page.request.post(
        f"{person.base}/api/v1/applications", data=FORM, headers={"Authorization": "Bearer demo-contractor"}
    )
    person.goes_to(f"/applications/{made.json()['id']}/form/papers")


def _listed(person: Person, code: str) -> list[str]:
    box = person.page.locator(f"#file-{code}").locator("xpath=../../ul")
    return [line.partition("\n")[0] for line in box.locator("li").all_inner_texts()]


def test_each_file_is_sent_by_itself_and_the_list_survives_the_page(someone: Arrive) -> None:
    contractor = someone("contractor")
    _at_papers(contractor)
    page, box = contractor.page, contractor.page.locator("#file-M05")
    assert page.locator("[data-total]").inner_text() == "In: 0.0 MB of 500 MB."
    pdf = {"mimeType": "application/pdf", "buffer": PDF}
    large = {"name": "large.pdf", "mimeType": "application/pdf", "buffer": PDF + bytes(20 * MEGABYTE)}

    box.set_input_files([{"name": "plan-1.pdf", **pdf}, {"name": "plan-2.pdf", **pdf}])
    box.set_input_files([{"name": "plan.exe", **pdf}, large])
    page.locator("[data-refused]").nth(1).wait_for()
    page.locator("li[data-going]").first.wait_for(state="detached")

    said = page.locator("[data-refused]").all_inner_texts()
    assert "large.pdf\nNot sent: 20.1 MB, and a file may have 20 MB." in "".join(said)
    assert "plan.exe\nThe office takes these files" in "".join(said)
    assert page.locator("[data-missing]").inner_text() == "5 of 6 still missing"
    assert contractor.faults() == []
    page.reload()
    assert [line.split(" ")[0] for line in _listed(contractor, "M05")] == ["plan-1.pdf", "plan-2.pdf"]
    page.get_by_role("button", name="Remove plan-1.pdf").click()
    page.wait_for_load_state()
    assert [line.split(" ")[0] for line in _listed(contractor, "M05")] == ["plan-2.pdf"]


def test_without_a_script_several_files_a_paper_are_kept(someone: Arrive) -> None:
    contractor = someone("contractor", has_script=False)
    _at_papers(contractor)

    for number in range(3):
        box = contractor.page.locator("input[type=file]").nth(number // 2)
        box.set_input_files({"name": f"材料{number}.pdf", "mimeType": "application/pdf", "buffer": PDF})
        contractor.page.get_by_role("button", name="Add files").nth(number // 2).click()
        contractor.page.wait_for_load_state()

    assert all(f"材料{number}.pdf" in contractor.text() for number in range(3))
    assert "Up to 60 MB go at once." in contractor.text()
