"""Trees and green: who decides, at which level, and what is no longer temporary."""

from typing import Any

import pytest

from tests.workflows.routing.planned import OCCUPY, ON, answers, departments, gates, ids, item, keys, trees
from workflows import Bundle, load_bundles, route


@pytest.fixture
def bundle() -> Bundle:
    return load_bundles()["road-access"]


@pytest.mark.parametrize(
    ("project_type", "grade", "outcome"),
    [
        (None, 3, "blocked"),
        ("private", 3, "blocked"),
        ("infrastructure", 3, "proceed"),
        ("infrastructure", 2, "blocked"),
        ("provincial_key", 2, "proceed"),
        ("provincial_key", 1, "blocked"),
        ("national_key", 1, "proceed"),
    ],
)
def test_an_ancient_tree_moves_only_for_the_projects_the_law_names(
    bundle: Bundle, project_type: str | None, grade: int, outcome: str
) -> None:
    given = answers(ancient_trees=[{"grade": 3, "action": "relocate"}, {"grade": grade, "action": "relocate"}])

    found = route(bundle, given, ON, {"type": project_type} if project_type else None)

    assert found.outcome == outcome
    assert found.permits[0].department == "government"


def test_the_government_decides_on_an_ancient_tree_after_greenings_opinion(bundle: Bundle) -> None:
    given = answers(ancient_trees=[{"grade": 2, "action": "relocate"}], trees=trees(60, "fell"))

    found = route(bundle, given, ON, {"type": "national_key"})

    decision = item(found, "trees:government:decision")
    assert (decision.after, decision.opens) == (("trees:greening:opinion",), "after")
    assert ids(found) == {"trees:planning:opinion", "trees:greening:opinion", "trees:government:decision"}
    assert found.permits[0].tier == "municipal_government"
    assert {"M20", "M21", "M22", "M23"} <= {one.code for one in found.materials}


@pytest.mark.parametrize(
    ("count", "action", "dbh_cm", "tier"),
    [
        (19, "fell", 29.9, "district"),
        (20, "fell", 10, "city"),
        (1, "fell", 30, "city"),
        (49, "fell", 10, "city"),
        (50, "fell", 10, "city_government"),
        (49, "transplant", 60, "district"),
        (50, "transplant", 10, "city"),
    ],
)
def test_the_number_and_size_of_trees_set_the_level(
    bundle: Bundle, count: int, action: str, dbh_cm: float, tier: str
) -> None:
    found = route(bundle, answers(trees=trees(count, action, dbh_cm)), ON)

    assert found.permits[0].tier == tier
    assert ("government" in departments(found)) is (tier == "city_government")


@pytest.mark.parametrize(
    ("area_m2", "tier", "days"),
    [(500, "district", 7), (500.1, "city", 7), (2000, "city", 7), (2000.1, "city_government", 27)],
)
def test_the_green_area_sets_the_level(bundle: Bundle, area_m2: float, tier: str, days: int) -> None:
    found = route(bundle, answers(green={"area_m2": area_m2, "months": 3, "stays_after": False}), ON)

    assert (found.permits[0].tier, found.permits[0].committed_working_days) == (tier, days)


@pytest.mark.parametrize(
    ("rows", "needs_review"),
    [
        (trees(9, "transplant", 30), False),
        (trees(10, "transplant", 30), True),
        (trees(49, "transplant", 5, street_tree=True), False),
        (trees(50, "transplant", 5, street_tree=True), True),
        (trees(60, "transplant", 5), False),
    ],
)
def test_many_large_or_street_trees_call_for_expert_review(
    bundle: Bundle, rows: list[dict[str, Any]], needs_review: bool
) -> None:
    found = route(bundle, answers(trees=rows), ON)

    assert ("expert_review" in {one.key for one in found.warnings}) is needs_review


@pytest.mark.parametrize(
    ("access_kind", "stays_after", "is_lost"),
    [
        ("temporary", None, False),
        ("temporary", True, True),
        ("permanent", None, True),
        ("permanent", False, False),
    ],
)
def test_green_lost_for_good_is_no_temporary_occupation(
    bundle: Bundle, access_kind: str, stays_after: bool | None, is_lost: bool
) -> None:
    green = {"area_m2": 20, "months": 6} | ({} if stays_after is None else {"stays_after": stays_after})

    found = route(bundle, answers(access_kind=access_kind, occupy=OCCUPY, green=green), ON)

    assert ("P3" in keys(found)) is not is_lost
    assert (gates(found).get("OUT_OF_BUNDLE_GREEN_CHANGE") == "advice") is is_lost


def test_a_protection_zone_asks_greening_and_advises_a_report(bundle: Bundle) -> None:
    found = route(bundle, answers(occupy=OCCUPY, ancient_trees=[{"grade": 1, "action": "protection_zone"}]), ON)

    assert "road-occupation:greening:opinion" in ids(found)
    assert gates(found) == {"ancient_tree_zone": "advice"}
