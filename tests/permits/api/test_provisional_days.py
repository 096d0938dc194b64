"""A counted day in a year whose notice has not come says so: over the API, on papers, on pages."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.offices import Office

NOTICE = Path(__file__).parents[2] / "workflows" / "notices" / "2027.toml"


@pytest.fixture
def case(office: Office) -> Any:
    """A case promised for 23 December 2026 whose statutory limit and cap end in 2027."""
    office.at("2026-12-14T09:00:00")
    return office.accepted()


def at_home(office: Office, who: str, case: Any) -> Any:
    return office.caller(who).get(f"/applications/{case['id']}")


def announce(office: Office) -> None:
    notice = json.loads(json.dumps(tomllib.loads(NOTICE.read_text(encoding="utf-8")), default=str))
    office.admin.post("/calendar/notices", {"notice": notice})
    office.app.test_cli_runner().invoke(args=["calendar", "follow"])


def test_what_ends_beyond_the_last_notice_is_marked_and_nothing_else(office: Office, case: Any) -> None:
    found = at_home(office, "contractor", case)

    assert found["provisional"] is True
    assert [(one["statutory_due_on"], one["provisional"]) for one in found["permits"]] == [("2027-01-12", True)]
    items = {one["due_on"]: one["provisional"] for one in found["work_items"] if one["due_on"]}
    assert set(items.values()) == {False}
    assert max(items) < "2027-01-01"
    announce(office)
    assert at_home(office, "contractor", case)["provisional"] is False


def test_the_inbox_marks_work_due_in_a_year_not_announced(office: Office) -> None:
    office.at("2026-12-30T09:00:00")
    late = office.accepted()

    (row,) = [one for one in office.roads.get("/work-items")["items"] if one["application_id"] == late["id"]]

    assert row["due_on"] > "2027-01-01"
    assert row["provisional"] is True
    announce(office)
    (row,) = [one for one in office.roads.get("/work-items")["items"] if one["application_id"] == late["id"]]
    assert row["provisional"] is False


def test_a_hearing_told_at_the_end_of_the_year_is_provisional_too(office: Office) -> None:
    office.at("2026-12-30T09:00:00")
    late = office.accepted()
    told = f"/applications/{late['id']}/permits/road-occupation/actions/notify_hearing_right"
    office.roads.post(told, {"parties": ["紫琅路小学"]})

    (hearing,) = at_home(office, "roads", late)["procedures"]["hearings"]
    assert hearing["request_by_on"] > "2027-01-01"
    assert hearing["provisional"] is True
    facts = office.facts_of(late["id"], "hearing_right")
    assert facts["final_through"] == "2026-12-31" < facts["request_by_on"]
