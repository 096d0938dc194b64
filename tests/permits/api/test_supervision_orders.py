"""Supervision orders across cases: in pages, by the day of their answer, for those who answer for all."""

from typing import Any

import pytest

from tests.offices import PLAINEST, Office


@pytest.fixture
def ordered(office: Office) -> Any:
    """Two cases on which the police is late: an order about each, the second a day after the first."""
    office.at("2026-03-02T10:00:00")
    first = office.accepted(PLAINEST)["id"]
    office.at("2026-03-03T10:00:00")
    second = office.accepted(PLAINEST)["id"]
    office.at("2026-03-07T00:00:00")
    return first, second


def orders(office: Office, query: str = "", who: str = "manager") -> Any:
    return office.caller(who).get(f"/supervision-orders{query}")


def test_open_orders_come_in_pages_what_is_due_first_on_top(office: Office, ordered: Any) -> None:
    first = orders(office, "?limit=1")
    second = orders(office, f"?limit=1&cursor={first['next_cursor']}")

    assert [one["application_id"] for one in (*first["items"], *second["items"])] == list(ordered)
    assert second["next_cursor"] is None
    one = first["items"][0]
    assert (one["department"], one["answer_by_on"], one["is_overdue"]) == ("police", "2026-03-11", False)
    assert one["application_number"].startswith("DK")
    assert [row["application_id"] for row in orders(office, who="lead")["items"]] == list(ordered)


def test_an_order_is_overdue_from_the_day_after_its_last(office: Office, ordered: Any) -> None:
    office.at("2026-03-11T23:59:00")
    assert [one["is_overdue"] for one in orders(office, "?department=police")["items"]] == [False, False]

    office.at("2026-03-12T00:00:00")

    late = [one["is_overdue"] for one in orders(office, "?department=police")["items"] if one["department"] == "police"]
    assert late[0] is True


def test_an_answered_order_leaves_the_open_ones(office: Office, ordered: Any) -> None:
    answer = {"cause": "Short of staff.", "measures": "Two more.", "finish_by": "2026-03-10"}
    office.act("police", ordered[0], "answer_supervision", answer)

    assert [one["application_id"] for one in orders(office)["items"]] == [ordered[1]]
    (answered,) = orders(office, "?state=answered")["items"]
    assert (answered["cause"], answered["finish_by_on"]) == ("Short of staff.", "2026-03-10")
    assert orders(office, "?department=roads")["items"] == []


@pytest.mark.parametrize("who", ["contractor", "police", "window"])
def test_the_orders_of_all_are_for_manager_and_lead(office: Office, who: str) -> None:
    office.caller(who).get("/supervision-orders", 403)


@pytest.mark.parametrize("query", ["?state=settled", "?colour=red", "?cursor=nonsense"])
def test_a_strange_filter_is_refused(office: Office, query: str) -> None:
    office.manager.get(f"/supervision-orders{query}", 422)
