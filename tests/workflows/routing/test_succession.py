"""What follows a licence: one permit of the route, fewer papers for a renewal, and the last day to ask."""

from datetime import date

import pytest

from workflows import Bundle, Calendar, Route, load_bundles, route
from workflows.routing.succession import Succession, narrowed, renewal_last_on, succession_of

ON = date(2026, 3, 2)
ANSWERS = {
    "road_class": "urban",
    "occupy": {"part": "footway", "area_m2": 60, "days": 60},
    "green": {"area_m2": 80, "months": 4, "stays_after": False},
}


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return load_bundles()["road-access"]


@pytest.fixture(scope="module")
def found(bundle: Bundle) -> Route:
    return route(bundle, ANSWERS, ON)


def test_a_licence_number_says_by_its_end_which_permit_it_is_of(bundle: Bundle) -> None:
    assert succession_of(bundle, "new", None) is None
    assert succession_of(bundle, "renewal", "DK1-P3") == Succession("green-space", is_renewal=True)
    assert succession_of(bundle, "variation", "DK1-P1") == Succession("road-occupation", is_renewal=False)


def test_a_variation_keeps_one_permit_with_all_its_work(bundle: Bundle, found: Route) -> None:
    left = narrowed(bundle, found, Succession("green-space", is_renewal=False))

    assert [one.key for one in left.permits] == ["green-space"]
    assert {item.permit for item in left.work_items} == {"green-space"}
    assert len(left.work_items) == sum(item.permit == "green-space" for item in found.work_items) > 1
    assert {paper.permits for paper in left.materials} == {("green-space",)}


def test_a_renewal_is_for_its_deciders_alone_and_waits_for_nobody_else(bundle: Bundle, found: Route) -> None:
    varied = narrowed(bundle, found, Succession("green-space", is_renewal=False))

    left = narrowed(bundle, found, Succession("green-space", is_renewal=True))

    assert [(item.kind, item.after) for item in left.work_items] == [("decision", ())]
    papers = {paper.code for paper in left.materials}
    assert papers < {paper.code for paper in varied.materials}
    assert all(bundle.materials[code].renewal for code in papers)


# thirty days before 30 June; five working days before it, the weekend of 27 June left out
@pytest.mark.parametrize(("days", "unit", "last"), [(30, "calendar", "2026-05-31"), (5, "working", "2026-06-23")])
def test_the_last_day_to_ask_is_counted_back_from_the_end_of_the_term(
    calendar: Calendar, days: int, unit: str, last: str
) -> None:
    assert renewal_last_on(date(2026, 6, 30), days, unit, calendar) == date.fromisoformat(last)
