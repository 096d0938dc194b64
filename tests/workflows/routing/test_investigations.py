"""What the office finds about the need for a permit stands before the screening; what is open changes nothing."""

from datetime import date
from typing import Any

import pytest

from tests.workflows.routing.planned import OCCUPY, ON, S01, answers, gates, keys
from workflows import Bundle, Investigation, Route, Text, investigations_data, investigations_of, load_bundles, route

OPEN = Investigation("greening", "围挡边线不清。", ON)
WORKS = {"P1": "road-occupation", "P3": "green-space"}


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return load_bundles()["road-access"]


def found(is_needed: bool, law: str = "") -> Investigation:
    return OPEN.concluded(is_needed=is_needed, finding="经核查。", law=law, decider="lead", on=date(2026, 6, 2))


def routed(bundle: Bundle, planned: dict[str, Any], **investigations: Investigation) -> Route:
    return route(bundle, planned, ON, investigations={WORKS[key]: one for key, one in investigations.items()})


@pytest.mark.parametrize("planned", [S01, answers(occupy=OCCUPY)])
def test_an_open_investigation_changes_nothing(bundle: Bundle, planned: dict[str, Any]) -> None:
    assert routed(bundle, planned, P3=OPEN) == route(bundle, planned, ON)


def test_a_permit_found_to_be_needed_is_routed_with_reason_and_law_of_the_finding(bundle: Bundle) -> None:
    law = "《江苏省城市绿化管理条例》"
    wider = routed(bundle, answers(occupy=OCCUPY), P3=found(True, law))

    assert keys(wider) == ["P1", "P3"]
    (permit,) = [one for one in wider.permits if one.suffix == "P3"]
    assert (permit.reason.zh, permit.law) == ("经核查。", Text(law, law))
    assert "green-space:greening:decision" in {one.id for one in wider.work_items}


def test_a_permit_found_not_to_be_needed_leaves_the_route_with_its_work_and_materials(bundle: Bundle) -> None:
    narrower = routed(bundle, answers(occupy=OCCUPY, green=S01["green"]), P3=found(False))

    assert keys(narrower) == ["P1"]
    assert "green-space" not in {one.permit for one in narrower.work_items}
    assert not any("green-space" in one.permits for one in narrower.materials)
    (permit,) = [one for one in narrower.all_permits if one.suffix == "P3"]
    assert (permit.reason.zh, permit.law) == ("经核查。", bundle.permits["green-space"].law)


def test_nothing_is_needed_once_nothing_is_found_to_be(bundle: Bundle) -> None:
    assert routed(bundle, answers(occupy=OCCUPY), P1=found(False)).outcome == "not_required"
    needed = routed(bundle, answers(), P1=found(True))
    assert (needed.outcome, "not_required" in gates(needed).values()) == ("proceed", False)
    assert routed(bundle, {**S01, "road_class": "highway"}, P1=found(True)).outcome == "refer"


@pytest.mark.parametrize("one", [OPEN, found(True, "《城市绿化条例》"), found(False)])
def test_an_investigation_is_kept_as_it_is(one: Investigation) -> None:
    assert investigations_of(investigations_data({"green-space": one})) == {"green-space": one}


def test_a_finding_opened_again_is_its_deciders(bundle: Bundle) -> None:
    later = date(2026, 6, 5)
    assert found(True).reopened(later) == Investigation("lead", OPEN.reason, later)
    assert OPEN.reopened(later) is OPEN
