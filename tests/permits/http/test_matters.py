"""The office: matters in the order of the catalogue, departments by one name, places as their matter declares them."""

from dataclasses import dataclass, replace

import pytest

from permits import clock
from permits.office import Edition, Library, Office
from workflows import load_bundles, local_day

AREA = "320699"


@dataclass(frozen=True)
class Row:
    """A row of a case."""

    bundle: str = "road-access"
    bundle_version: str = load_bundles()["road-access"].version


@pytest.fixture
def bare(office: Office) -> Office:
    """An office whose area has no row for the roads department."""
    known = office.library.current
    bodies = {key: body for key, body in known.bodies.items() if key != (AREA, "roads")}
    edition: Edition = replace(known, bodies=bodies)
    return replace(office, library=Library(edition, lambda: edition))


def test_a_department_is_called_as_its_area_calls_it(office: Office) -> None:
    assert office.body(AREA, "roads").name["zh"] == office.bodies_of(AREA)["roads"].name["zh"] == "市政道路管理局"


def test_a_department_without_a_row_is_called_as_its_matter_calls_it(bare: Office) -> None:
    found = bare.bodies_of(AREA)["roads"]

    assert (found.name["zh"], found.short["en"], found.document_prefix) == (
        "市政道路管理部门（城市管理局）",
        "Roads",
        "市政",
    )
    with pytest.raises(KeyError):
        bare.body(AREA, "harbour")


def test_a_place_and_a_permit_are_named_by_the_matter_of_the_case(office: Office) -> None:
    site = {"road": "紫琅路", "address": "18号"}

    assert office.place_of(Row(), site) == "紫琅路18号"
    rule = load_bundles()["road-access"].permits["trees"]
    assert office.permit_name(Row(), "trees") == rule.name
    assert office.permit_name(Row(), "trees", is_short=True) == rule.short
    assert office.permit_name(Row("gone"), "trees").zh == "trees"
    assert office.place_of(Row("gone"), site) == ""


def test_the_matters_stand_in_the_order_they_declare(office: Office) -> None:
    on = local_day(clock.now())

    known = office.in_force(AREA, on)
    assert list(known) == sorted(known, key=lambda key: (known[key].order, key))
    assert office.first_matter(AREA, on) == "road-access"
