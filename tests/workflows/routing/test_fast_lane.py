"""The fast lane: a shorter promise to simple cases, where the area has opened it."""

from dataclasses import replace
from typing import Any

import pytest

from tests.workflows.routing.planned import ON, answers, item
from workflows import Bundle, Route, load_bundles, route, serial_days

CABLE = {"utilities": {"works": ["cable"], "on_bridge": False}}


def at(broken_m2: float, *, is_open: bool = True, **more: Any) -> tuple[Bundle, Route]:
    bundle = load_bundles()["road-access"]
    bundle = replace(bundle, switches={**bundle.switches, "fast_lane": is_open})
    given = answers(**CABLE, excavate={"area_m2": broken_m2}, **more)
    return bundle, route(bundle, given, ON)


@pytest.mark.parametrize(
    ("broken_m2", "is_open", "promised"), [(30, True, 5), (30.1, True, 7), (30, False, 7), (1, True, 5)]
)
def test_the_promise_is_shorter_up_to_the_threshold_and_only_where_the_lane_is_open(
    broken_m2: float, is_open: bool, promised: int
) -> None:
    _, found = at(broken_m2, is_open=is_open)

    assert {one.committed_working_days for one in found.permits} == {promised}
    assert {one.statutory_working_days for one in found.permits} == {20}
    assert ("fast_lane" in {one.key for one in found.warnings}) is (promised == 5)


def test_no_duty_outlasts_the_promise() -> None:
    bundle, found = at(10)
    lane = bundle.fast_lane
    assert lane is not None
    quick = replace(bundle, fast_lane=replace(lane, committed_working_days=3))

    limits = {one.limit_working_days for one in route(quick, answers(**CABLE), ON).work_items}

    assert max(limits) == 3
    assert item(found, "road-utilities:roads:decision").limit_working_days == 5


def test_the_old_procedure_is_no_shorter_for_it() -> None:
    (bundle, quick), (_, usual) = at(10), at(10, is_open=False)

    assert serial_days(bundle, quick) == serial_days(bundle, usual)


def test_a_road_in_its_moratorium_takes_no_fast_lane() -> None:
    _, found = at(10, road_opened_on="2025-01-01")

    assert {one.committed_working_days for one in found.permits if one.key == "road-utilities"} == {7}
