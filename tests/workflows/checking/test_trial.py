"""Answers are tried without an office: the route, and the days if everybody takes the whole limit."""

from datetime import date

from permits.seeds.installing import shipped_calendar
from tests.bundles import reworded
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


def test_a_permit_that_waits_is_promised_after_the_other() -> None:
    bundle = reworded(("[permits.green-space]\n", '[permits.green-space]\nwaits_for = ["road-occupation"]\n'))
    on, calendar = MONDAY, shipped_calendar()
    given = answers(occupy=OCCUPY, green={"area_m2": 80, "months": 6, "stays_after": False})

    found = attempt(bundle, given, {}, accepted_on=on, calendar=calendar)

    assert found.committed_on["green-space"] == calendar.add(on, 14)
    assert found.statutory_on["green-space"] == calendar.add(on, 40)
    begins = {one.from_on for one in found.items if one.id.startswith("green-space:") and "decision" not in one.id}
    assert begins == {next(one.due_on for one in found.items if one.id == "road-occupation:roads:decision")}
    assert found.route.committed_days == 14
