"""Answers are tried without an office: the route, and the days if everybody takes the whole limit."""

from datetime import date

from permits.seeds.installing import shipped_calendar
from tests.workflows.routing.planned import OCCUPY, answers
from workflows import attempt, load_bundles

MONDAY = date(2026, 3, 2)


def test_work_begins_when_the_last_it_waits_for_is_due() -> None:
    bundle, calendar = load_bundles()["road-access"], shipped_calendar()
    said = answers(excavate={"area_m2": 30}, road_opened_on="2023-06-30")

    tried = attempt(bundle, said, {}, accepted_on=MONDAY, calendar=calendar)

    items = {one.id: one for one in tried.items}
    assert {one.id for one in tried.route.work_items if one.permit} == set(items)
    pre_review = items["road-occupation:roads:opinion"]
    government = items["road-occupation:government:government"]
    assert (pre_review.from_on, pre_review.due_on) == (MONDAY, calendar.add(MONDAY, pre_review.limit_working_days))
    assert government.from_on == pre_review.due_on
    assert items["road-occupation:roads:decision"].from_on >= government.due_on
    assert tried.statutory_on["road-occupation"] > tried.committed_on["road-occupation"]


def test_what_goes_to_another_office_has_no_days() -> None:
    said = answers(road_class="highway", occupy=OCCUPY)
    tried = attempt(load_bundles()["road-access"], said, {}, accepted_on=MONDAY, calendar=shipped_calendar())

    assert (tried.route.outcome, tried.items, dict(tried.committed_on)) == ("refer", (), {})
