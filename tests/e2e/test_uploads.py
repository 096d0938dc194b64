"""Papers at a browser: the sum of what is chosen is said before it is sent; without a script one at a time is kept."""

from pathlib import Path

import pytest

from permits.services.case.uploads import MEGABYTE
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


def test_the_sum_is_told_while_files_are_chosen(someone: Arrive, tmp_path: Path) -> None:
    contractor = someone("contractor")
    _at_papers(contractor)
    said = contractor.page.locator("[data-sum]")
    assert said.inner_text().startswith("Up to 60 MB go at once.")
    large = tmp_path / "19.pdf"
    large.write_bytes(PDF + bytes(19 * MEGABYTE - len(PDF)))
    boxes = contractor.page.locator("input[type=file]").all()

    for box in boxes[:3]:
        box.set_input_files(large)
    assert said.inner_text() == "Chosen: 57.0 MB; up to 60 MB go at once."
    boxes[3].set_input_files(large)
    assert said.inner_text().startswith("Chosen: 76.0 MB, but 60 MB go at once")
    assert contractor.faults() == []
    boxes[3].set_input_files([])
    assert said.inner_text().startswith("Chosen: 57.0 MB;")


def test_without_a_script_papers_are_kept_one_at_a_time(someone: Arrive) -> None:
    contractor = someone("contractor", has_script=False)
    _at_papers(contractor)

    for number in range(2):
        box = contractor.page.locator("input[type=file]").nth(number)
        box.set_input_files({"name": f"材料{number}.pdf", "mimeType": "application/pdf", "buffer": PDF})
        contractor.presses("Save")

    assert "材料0.pdf" in contractor.text()
    assert "材料1.pdf" in contractor.text()
    assert "Up to 60 MB go at once." in contractor.text()
