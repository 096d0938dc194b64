"""Case 16: a notice that amends one break changes the days of that break, and says what it replaces."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from permits.actor import Actor
from permits.policies import keeps_calendar_of
from tests.offices import Office

FILE = Path(__file__).parent / "files" / "amend2026b.toml"
OF_2026 = "国办发明电〔2025〕7号"
# a break arranged anew: 26 April is worked, 5 May and 9 May are plain days again
CHANGED = {"2026-04-26": True, "2026-05-05": True, "2026-05-09": False}


def run(office: Office, *words: str) -> Result:
    return office.app.test_cli_runner().invoke(args=["calendar", "import", str(FILE), *words])


@pytest.fixture(autouse=True)
def _april(office: Office) -> None:
    office.at("2026-04-01T09:00:00")


def test_a_year_without_its_statutory_days_is_refused_even_if_confirmed(office: Office) -> None:
    done = run(office, "--confirm")

    assert done.exit_code == 1
    assert "国庆节 (2026-10-01) is a statutory holiday and not off" in done.stderr
    assert "names what it amends" in done.stderr


def test_an_amended_break_changes_alone_and_stays_on_record(office: Office) -> None:
    office.submitted()
    assert run(office, "--amends", OF_2026).exit_code == 1  # days that are official change only when confirmed

    done = run(office, "--amends", OF_2026, "--confirm", "--json")
    assert done.exit_code == 0, done.output

    days = json.loads(done.stdout)["days"]
    assert {one["on"]: one["working"] for one in days} == CHANGED
    page = signed_in(office).get("/calendar?year=2026").text.split('id="changes"')[1]
    assert "国办发明电〔2026〕10号" in page
    assert page.count(OF_2026) == 1 + len(CHANGED)  # the notice amended, and the source of each day replaced


def test_the_page_takes_the_number_of_the_notice_amended(office: Office) -> None:
    sent = {"content": FILE.read_text(encoding="utf-8")}
    browser = signed_in(office)

    assert browser.post("/calendar/notice", data=sent).status_code == 422
    shown = browser.post("/calendar/notice", data=sent | {"amends": OF_2026})

    assert shown.status_code == 200
    assert shown.text.split('id="days"')[1].split("</section>")[0].count("<tr>") == 1 + len(CHANGED)


def test_only_the_installations_own_area_changes_the_national_calendar(office: Office) -> None:

    admin = Actor(1, "a", "A", "human", "320682", frozenset({("admin", "")}))

    assert keeps_calendar_of(admin, "320682", home_area="320699")
    assert not keeps_calendar_of(admin, "", home_area="320699")
    assert not keeps_calendar_of(admin, "320699", home_area="320699")


def signed_in(office: Office) -> Any:
    browser = office.app.test_client()
    browser.post("/login", data={"username": "admin", "password": "admin"})
    return browser
