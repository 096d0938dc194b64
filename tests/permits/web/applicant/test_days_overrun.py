"""What lists and pages say of days: the mark of a year not announced, and the badge of a day overrun."""

from tests.offices import PLAINEST, Office
from tests.pages import CheckedClient
from tests.permits.web.early import client as client
from tests.permits.web.early import house as house
from tests.permits.web.journeys import sign_in

PROMISED, LEGAL, DELIVERY = "超过承诺时限", "超过法定时限", "超过十个工作日送达时限"


def lists(client: CheckedClient, show: str) -> list[str]:
    """The applicant's list, and the manager's."""
    pages = []
    for who, address in (("contractor", "/applications"), ("manager", f"/cases?show={show}")):
        sign_in(client, who)
        pages.append(client.get(address).text)
    return pages


def test_a_running_case_shows_the_gravest_day_it_has_overrun(client: CheckedClient, house: Office) -> None:
    case = house.accepted(PLAINEST)
    promised, legal = case["committed_due_on"], case["statutory_due_on"]
    house.at(f"{promised}T23:00:00")
    for page in lists(client, "running"):
        assert PROMISED not in page, "its last day is in time"
    house.at(f"{legal}T10:00:00")
    for page in lists(client, "running"):
        assert PROMISED in page
        assert LEGAL not in page
    house.at(f"{legal[:8]}{int(legal[8:]) + 1:02}T10:00:00")
    for page in lists(client, "running"):
        assert LEGAL in page


def test_a_decision_not_handed_over_within_ten_days_says_so(client: CheckedClient, house: Office) -> None:
    house.at("2025-03-03T09:00:00")
    case = house.accepted(PLAINEST)
    house.answer("police", case["id"], kind="co_approval", permit="road-occupation")
    house.answer("roads", case["id"], kind="decision", permit="road-occupation")
    house.at("2025-03-17T10:00:00")
    for page in lists(client, "decided"):
        assert DELIVERY not in page
    house.at("2025-03-18T10:00:00")
    for page in lists(client, "decided"):
        assert DELIVERY in page


def test_a_day_in_a_year_not_announced_is_marked_on_every_page_that_shows_it(
    client: CheckedClient, house: Office
) -> None:
    house.at("2026-12-28T09:00:00")
    case = house.accepted(PLAINEST)
    item = house.item(case["id"], kind="decision", department="roads")
    assert item["due_on"] > "2027-01-01"

    for who, address in (
        ("contractor", f"/applications/{case['id']}"),
        ("roads", f"/work-items/{item['id']}"),
        ("lead", f"/cases/{case['id']}"),
    ):
        sign_in(client, who)
        assert "（暂定）" in client.get(address).text, address
