"""The scenario pack of the office, the rules at their edges, and the papers asked for."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.workflows.routing.planned import OCCUPY, ON, S01, answers, departments, gates, ids, item, keys, trees
from workflows import Bundle, check_answers, load_bundles, refused_answers, route


@pytest.fixture
def bundle() -> Bundle:
    return load_bundles()["road-access"]


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


@pytest.mark.parametrize(
    ("begins", "barred"),
    [("2026-06-30", True), ("2026-07-01", False), ("2026-05-01", True), (None, True)],
)
def test_a_moratorium_is_judged_on_the_later_of_acceptance_and_the_first_day_of_the_works(
    bundle: Bundle, begins: str | None, barred: bool
) -> None:
    period = {"period": {"from": begins, "to": "2026-12-31"}} if begins else {}
    given = answers(excavate={"area_m2": 30}, road_opened_on="2021-06-30", **period)

    assert ("moratorium" in gates(route(bundle, given, date(2026, 6, 1)))) is barred
    assert "moratorium" not in gates(route(bundle, given, date(2026, 7, 1)))


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


@pytest.mark.parametrize(
    ("first", "last", "refused"),
    [
        ("2025-05-30", "2025-05-31", ["period.to"]),
        ("2025-05-30", "2025-06-01", []),
        ("2028-06-01", "2028-06-02", []),
        ("2028-06-02", "2028-06-02", ["period.from"]),
        ("2025-07-01", "2035-07-01", []),
        ("2025-07-01", "2035-07-02", ["period.to"]),
        ("2199-01-01", "2199-12-31", ["period.from"]),
    ],
)
def test_a_period_that_can_only_be_a_mistake_is_warned_of_and_refused(
    bundle: Bundle, first: str, last: str, refused: list[str]
) -> None:
    given, on = answers(occupy=OCCUPY, period={"from": first, "to": last}), date(2025, 6, 1)

    problems = refused_answers(bundle, given, on)

    assert [one.field for one in problems] == refused
    said = {warning.message for warning in route(bundle, given, on).warnings}
    assert {one.params["why"] for one in problems} <= said
    emergency = refused_answers(bundle, {**given, "emergency": True}, on)
    assert (last == "2025-05-31") is (len(emergency) < len(problems))


def test_a_government_has_the_days_of_its_stage_and_not_those_of_a_department(bundle: Bundle) -> None:
    longer = replace(bundle, limits=replace(bundle.limits, government=33))
    dug = answers(excavate={"area_m2": 30}, road_opened_on="2023-06-30")

    found = item(route(longer, dug, ON), "road-occupation:government:government")

    assert found.limit_working_days == 33


def test_a_paper_of_which_the_office_fetches_a_part_is_still_asked_for(bundle: Bundle) -> None:
    dug = answers(occupy=OCCUPY)
    asked = {one.code: one for one in route(bundle, dug, ON).materials}
    partly = {code for code, one in asked.items() if one.partly_shared}

    assert partly == {code for code in asked if bundle.materials[code].partly_shared} != set()
    assert not any(asked[code].shared for code in partly)
