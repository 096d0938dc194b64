"""What the example report column must show; `test_examples.py` runs it in a copy of the house that has it."""

from tests.offices import PLAINEST, Office
from tests.pages import CheckedClient
from tests.permits.web.early import client as client
from tests.permits.web.early import house as house
from tests.permits.web.journeys import sign_in


def test_the_report_and_its_page_tell_the_longest(client: CheckedClient, house: Office) -> None:
    for accepted, answered in (("2025-03-03T09:00", "2025-03-04T10:00"), ("2025-03-04T11:00", "2025-03-06T10:00")):
        house.at(accepted)
        case = house.accepted(PLAINEST)
        house.at(answered)
        house.answer("police", case["id"], kind="co_approval")

    (row,) = house.manager.get("/reports/turnaround?from=2025-03-01&to=2025-03-31&by=department")["items"]
    assert (row["n"], row["median"], row["longest"]) == (2, 1, 2)

    sign_in(client, "manager")
    assert "最长" in client.get("/turnaround").text
