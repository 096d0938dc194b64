"""The scenario pack of the office, the rules at their edges, and the papers asked for."""

from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from workflows import Bundle, Route, check_answers, load_bundles, route

ON = date(2026, 6, 1)
OCCUPY = {"part": "footway", "area_m2": 60, "days": 90}
S01: dict[str, Any] = {
    "road_class": "urban",
    "access_kind": "temporary",
    "period": {"from": "2025-10-09", "to": "2026-01-06"},
    "occupy": OCCUPY,
    "excavate": {"area_m2": 45},
    "utilities": {"works": ["lamp", "cable"], "on_bridge": False},
    "green": {"area_m2": 80, "months": 6, "stays_after": False},
    "trees": [{"species": "香樟", "dbh_cm": 18, "count": 6, "action": "transplant", "street_tree": False}],
    "road_opened_on": "2015-05-01",
}
PLAIN = {key: S01[key] for key in ("road_class", "access_kind", "period")}


@pytest.fixture
def bundle() -> Bundle:
    return load_bundles()["road-access"]


def answers(**more: Any) -> dict[str, Any]:
    return deepcopy({**PLAIN, **more})


def trees(count: int, action: str, dbh_cm: float = 18, *, street_tree: bool = False) -> list[dict[str, Any]]:
    return [{"species": "x", "dbh_cm": dbh_cm, "count": count, "action": action, "street_tree": street_tree}]


def keys(found: Route) -> list[str]:
    return [permit.suffix for permit in found.permits]


def departments(found: Route) -> set[str]:
    return {item.department for item in found.work_items}


def ids(found: Route) -> set[str]:
    return {item.id for item in found.work_items}


def item(found: Route, name: str) -> Any:
    return next(one for one in found.work_items if one.id == name)


def gates(found: Route) -> dict[str, str]:
    return {gate.key: gate.kind for gate in found.gates}


ROWS = [
    pytest.param(S01, "P1 P2 P3 P4", "planning police roads greening", id="S01"),
    pytest.param(
        answers(occupy=OCCUPY, green=S01["green"], trees=trees(8, "fell", 28, street_tree=True)),
        "P1 P3 P4",
        "planning police roads greening",
        id="S02",
    ),
    pytest.param(
        answers(occupy=OCCUPY, trees=trees(60, "transplant", street_tree=True)),
        "P1 P4",
        "police roads greening",
        id="S04",
    ),
    pytest.param(
        answers(excavate={"area_m2": 30}, road_opened_on="2023-06-30"),
        "P1",
        "planning police roads government",
        id="S05",
    ),
    pytest.param(answers(excavate={"area_m2": 12}, emergency=True), "P1", "police roads", id="S06"),
    pytest.param(
        answers(occupy=OCCUPY, excavate={"area_m2": 20}, green=S01["green"]),
        "P1 P3",
        "planning police roads greening",
        id="S09",
    ),
    pytest.param(answers(occupy={"part": "carriageway", "area_m2": 350, "days": 120}), "P1", "police roads", id="S10"),
    pytest.param(answers(green=S01["green"], trees=trees(2, "fell")), "P3 P4", "planning roads greening", id="S11"),
    pytest.param(
        answers(
            access_kind="permanent",
            occupy=OCCUPY,
            green={"area_m2": 20, "months": 6, "stays_after": True},
            trees=trees(3, "transplant"),
        ),
        "P1 P4",
        "police roads greening",
        id="S16",
    ),
]


@pytest.mark.parametrize(("given", "permits", "working"), ROWS)
def test_a_scenario_leads_to_its_permits_and_departments(
    bundle: Bundle, given: dict[str, Any], permits: str, working: str
) -> None:
    found = route(bundle, given, ON)

    assert found.outcome == "proceed"
    assert " ".join(keys(found)) == permits
    assert departments(found) == set(working.split())
    assert check_answers(bundle, given, "submission") == []


def test_the_ordinary_case_asks_for_43_papers_apart_22_together_and_17_uploads(bundle: Bundle) -> None:
    found = route(bundle, S01, ON)

    assert (found.baseline.separate_materials, found.baseline.unique, found.baseline.uploads) == (43, 22, 17)
    assert [one.code for one in found.materials if one.shared] == ["M02", "M04", "M12", "M13", "M26"]


def test_work_and_limits_of_road_occupation_with_digging(bundle: Bundle) -> None:
    found = route(bundle, ROWS[5].values[0], ON)

    mine = {(one.department, one.kind, one.limit_working_days) for one in found.work_items if one.permit[-1] == "n"}
    assert mine == {
        ("planning", "opinion", 2),
        ("police", "co_approval", 3),
        ("greening", "opinion", 5),
        ("roads", "decision", 5),
    }
    decision = item(found, "road-occupation:roads:decision")
    assert decision.after == ("road-occupation:planning:opinion", "road-occupation:police:co_approval")
    assert decision.opens == "acceptance"
    assert not item(found, "road-occupation:greening:opinion").blocks


@pytest.mark.parametrize(
    "given",
    [
        S01,
        answers(excavate={"area_m2": 30}, road_opened_on="2023-06-30"),
        answers(green={"area_m2": 2500, "months": 6, "stays_after": False}, trees=trees(50, "fell")),
    ],
)
def test_what_blocks_a_permit_stands_in_its_decision_and_consultations_do_not(
    bundle: Bundle, given: dict[str, Any]
) -> None:
    found = route(bundle, given, ON)

    for permit in found.permits:
        mine = [one for one in found.work_items if one.permit == permit.key]
        (decision,) = [one for one in mine if one.kind == "decision"]
        assert set(decision.after) == {one.id for one in mine if one.blocks}
    assert len(ids(found)) == len(found.work_items)


@pytest.mark.parametrize(
    ("opened", "overhauled", "on", "barred"),
    [
        ("2023-06-30", None, date(2028, 6, 30), True),
        ("2023-06-30", None, date(2028, 7, 1), False),
        ("2024-02-29", None, date(2029, 2, 28), True),
        ("2024-02-29", None, date(2029, 3, 1), False),
        ("2010-01-01", "2025-03-01", date(2028, 3, 1), True),
        ("2010-01-01", "2025-03-01", date(2028, 3, 2), False),
        (None, None, date(2026, 6, 1), False),
    ],
)
def test_the_last_barred_day_is_the_same_date_years_later(
    bundle: Bundle, opened: str | None, overhauled: str | None, on: date, barred: bool
) -> None:
    given = answers(excavate={"area_m2": 30}, road_opened_on=opened, road_overhauled_on=overhauled)

    assert ("moratorium" in gates(route(bundle, given, on))) is barred


def test_a_moratorium_adds_review_government_paper_and_days(bundle: Bundle) -> None:
    found = route(bundle, ROWS[3].values[0], ON)

    government = item(found, "road-occupation:government:government")
    assert (government.after, government.limit_working_days) == (("road-occupation:roads:opinion",), 20)
    assert item(found, "road-occupation:roads:decision").opens == "after"
    assert (found.permits[0].committed_working_days, found.permits[0].statutory_working_days) == (27, 40)
    assert "M24" in {one.code for one in found.materials}
    assert "through 30 June 2028" in found.gates[0].message.en
    assert "2028年6月30日" in found.gates[0].message.zh


def test_a_moratorium_bars_neither_occupation_nor_an_emergency(bundle: Bundle) -> None:
    occupation = route(bundle, answers(occupy=OCCUPY, road_opened_on="2026-01-01"), ON)
    emergency = route(bundle, answers(excavate={"area_m2": 9}, emergency=True, road_opened_on="2026-01-01"), ON)

    assert "government" not in departments(occupation) | departments(emergency)
    assert "M25" in {one.code for one in emergency.materials}
    assert "emergency_filing" in {one.key for one in emergency.warnings}


@pytest.mark.parametrize(
    ("place", "metres", "is_below"),
    [
        ("junction_m", 69.9, True),
        ("junction_m", 70, False),
        ("crossing_m", 4.9, True),
        ("crossing_m", 5, False),
        ("bus_stop_m", 14.9, True),
        ("bus_stop_m", 15, False),
        ("school_m", 19.9, True),
        ("school_m", 20, False),
    ],
)
def test_a_distance_below_standard_brings_planning_in(
    bundle: Bundle, place: str, metres: float, is_below: bool
) -> None:
    found = route(bundle, answers(occupy=OCCUPY, distances={place: metres}), ON)

    assert ("road-occupation:planning:opinion" in ids(found)) is is_below
    assert ("distance_below_standard" in {one.key for one in found.warnings}) is is_below


@pytest.mark.parametrize(
    ("more", "has_police"),
    [
        ({}, False),
        ({"occupy": OCCUPY}, True),
        ({"excavate": {"area_m2": 3}}, True),
        ({"utilities": {"works": ["signal"], "on_bridge": False}}, True),
        ({"utilities": {"works": ["lamp"], "on_bridge": True}}, True),
    ],
)
def test_police_agrees_to_utilities_only_where_traffic_is_affected(
    bundle: Bundle, more: dict[str, Any], has_police: bool
) -> None:
    found = route(bundle, answers(**{"utilities": {"works": ["lamp"]}, **more}), ON)

    assert ("road-utilities:police:co_approval" in ids(found)) is has_police


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


def test_a_highway_is_referred_to_its_agency_and_nothing_is_routed(bundle: Bundle) -> None:
    found = route(bundle, {**S01, "road_class": "highway"}, ON)

    assert (found.outcome, found.permits, found.work_items, found.materials) == ("refer", (), (), ())
    assert found.gates[0].refer_to is not None
    assert found.gates[0].refer_to.en == "the highway agency (transport bureau)"


@pytest.mark.parametrize(
    "given",
    [
        {**S01, "road_class": "private"},
        answers(),
        answers(occupy=None, trees=[], utilities=None),
        answers(ancient_trees=[{"grade": 1, "action": "protection_zone"}]),
    ],
)
def test_where_nothing_needs_a_licence_none_is_asked_for(bundle: Bundle, given: dict[str, Any]) -> None:
    found = route(bundle, given, ON)

    assert (found.outcome, found.permits, found.work_items) == ("not_required", (), ())
    assert "not_required" in gates(found).values()


def test_a_protection_zone_asks_greening_and_advises_a_report(bundle: Bundle) -> None:
    found = route(bundle, answers(occupy=OCCUPY, ancient_trees=[{"grade": 1, "action": "protection_zone"}]), ON)

    assert "road-occupation:greening:opinion" in ids(found)
    assert gates(found) == {"ancient_tree_zone": "advice"}


def test_more_than_ninety_days_of_occupation_is_warned_of(bundle: Bundle) -> None:
    def warned(days: int) -> bool:
        given = answers(occupy={**OCCUPY, "days": days})
        return "occupation_over_limit" in {one.key for one in route(bundle, given, ON).warnings}

    assert (warned(90), warned(91)) == (False, True)


def test_a_permit_says_why_in_both_languages(bundle: Bundle) -> None:
    required, *rest = route(bundle, answers(occupy=OCCUPY, excavate={"area_m2": 4.5}), ON).all_permits

    assert required.reason.en == "60 m² of the road are occupied; 4.5 m² of the surface are broken"
    assert required.reason.zh == "占用城市道路60平方米；挖掘路面4.5平方米"
    assert [permit.required for permit in rest] == [False, False, False]
    assert rest[2].reason.en == "No tree is felled or moved"


def test_malformed_answers_never_break_the_route(bundle: Bundle) -> None:
    given = {
        "occupy": 3,
        "trees": [7, {"count": True, "dbh_cm": "x"}],
        "green": {"area_m2": 10**400},
        "emergency": "no",
    }

    assert keys(route(bundle, given, ON)) == ["P1", "P3"]
