from typing import Any

import pytest

from workflows.definition.catalogue import load_bundles
from workflows.granting.narrowing import canonical, faults_of, narrowest, of_condition

PERMITS = load_bundles()["road-access"].permits
P1, P3, TREES = PERMITS["road-occupation"], PERMITS["green-space"], PERMITS["trees"]
ANSWERS: dict[str, Any] = {
    "period": {"from": "2026-03-02", "to": "2026-05-30"},
    "occupy": {"part": "footway", "area_m2": 60, "days": 90},
    "trees": [{"count": 5}, {"count": 3}],
}


@pytest.mark.parametrize(
    "narrower",
    [
        {"area_m2": 600},
        {"area_m2": 60},
        {"area_m2": -5},
        {"area_m2": "forty"},
        {"days": 900},
        {"days": 90},
        {"days": 0},
        {"days": -5},
        {"days": "30"},
        {"days": True},
        {"days": 2.5},
        {"broken_m2": 10},
        {"lanes": 0},
        {"lanes": 900},
        {"hours": "at night"},
        {"hours": "00:00-24:00"},
        {"to": "2026-05-30"},
        {"to": "2027-01-01"},
        {"to": "2026-02-01"},
        {"to": "soon"},
        {"scope": "  "},
        {"scope": {"x": 1}},
        {"colour": "red"},
        {"months": 3},
    ],
)
def test_a_scope_that_is_not_narrower_is_named_by_its_part(narrower: dict[str, object]) -> None:
    assert [key for key, _said, _params in faults_of(P1, narrower, ANSWERS)] == list(narrower)


def test_a_narrower_scope_has_no_faults_and_one_spelling() -> None:
    narrower = {
        "days": 30,
        "area_m2": "40.50",
        "lanes": 1,
        "hours": "20：00～次日6:00",
        "to": "2026-04-01",
        "scope": " 北侧 ",
    }

    assert list(faults_of(P1, narrower, ANSWERS)) == []
    assert canonical(P1, narrower) == {
        "days": 30,
        "area_m2": "40.5",
        "lanes": 1,
        "hours": "20:00-06:00",
        "to": "2026-04-01",
        "scope": "北侧",
    }


def test_days_asked_by_a_period_and_trees_by_the_sum_of_their_rows_bound_as_well() -> None:
    dug = {"period": ANSWERS["period"], "excavate": {"area_m2": 20}}
    assert [key for key, *_ in faults_of(P1, {"days": 90, "broken_m2": 20}, dug)] == ["days", "broken_m2"]
    assert [key for key, *_ in faults_of(TREES, {"count": 8}, ANSWERS)] == ["count"]
    assert list(faults_of(TREES, {"count": 7}, ANSWERS)) == []


def test_the_narrowest_of_each_part_holds() -> None:
    scopes = [
        {"days": 60, "hours": "18:00-06:00", "scope": "北侧"},
        {"days": 30, "hours": "20:00-08:00", "to": "2026-04-01", "scope": "人行道"},
        {"area_m2": "40.5"},
        {"area_m2": 41},
    ]

    assert narrowest(P1, scopes) == {
        "days": 30,
        "hours": "20:00-06:00",
        "to": "2026-04-01",
        "area_m2": "40.5",
        "scope": "北侧；人行道",
    }


@pytest.mark.parametrize(
    ("measure", "said", "scope"),
    [
        ("days", "30天", {"days": 30}),
        ("area_m2", "面积不超过40平方米", {"area_m2": 40}),
        ("area_m2", 100, {}),
        ("days", "按工期", {}),
        ("lanes", 1, {}),
    ],
)
def test_a_condition_below_what_was_asked_narrows_the_scope(
    measure: str, said: object, scope: dict[str, object]
) -> None:
    assert of_condition(P1, measure, said, ANSWERS) == scope
