"""Case 22: what callers and people at the counter give of a case finds it, on the page and through the API."""

from pathlib import Path

import pytest

from tests.offices import COMPANY, Office

QUERIES = (Path(__file__).parent / "files" / "queries.txt").read_text("utf-8").split()
# the last one stands for any credit code typed in full width
TYPED = [one.rstrip("…") for one in QUERIES]


NAME = "南通通盛（集团）有限公司"


@pytest.mark.parametrize("typed", [*TYPED, "通盛(集团)", "yydem 0016r"])
def test_a_part_of_what_is_known_finds_the_case(office: Office, typed: str) -> None:
    case = office.submitted(applicant={**COMPANY, "name": NAME}, project={"name": "测试项目", "type": "private"})
    browser = office.app.test_client()
    browser.post("/login", data={"username": "manager", "password": "manager"})
    wanted = case["number"][-8:] if typed.startswith("DK") else typed

    listed = office.manager.get("/applications", query_string={"q": wanted})
    page = browser.get("/cases", query_string={"q": wanted})

    assert [one["number"] for one in listed["items"]] == [case["number"]]
    assert case["number"] in page.text
