"""Tiers that move a permit up, at both edges: who decides, how long it may take, what the decision names."""

from typing import Any

import pytest

from tests.offices import Office

CITY, GOVERNMENT = "the city's greening department", "the city government"
DISTRICT = "the district's greening department"


def green(area_m2: float) -> dict[str, Any]:
    period = {"from": "2026-06-15", "to": "2026-12-15"}
    area = {"area_m2": area_m2, "months": 6, "stays_after": False}
    return {"road_class": "urban", "access_kind": "temporary", "period": period, "green": area}


def trees(action: str, count: int, dbh_cm: float = 18) -> dict[str, Any]:
    row = {"species": "香樟", "dbh_cm": dbh_cm, "count": count, "action": action, "street_tree": False}
    return {k: v for k, v in green(1).items() if k != "green"} | {"trees": [row]}


def screened(office: Office, answers: Any) -> Any:
    return office.contractor.post("/screening", {"bundle": "road-access", "answers": answers})


@pytest.mark.parametrize(
    ("answers", "level", "days"),
    [
        (green(500), DISTRICT, 7),
        (green(500.1), CITY, 7),
        (green(2000), CITY, 7),
        (green(2000.1), GOVERNMENT, 27),
        (trees("fell", 19), DISTRICT, 7),
        (trees("fell", 20), CITY, 7),
        (trees("fell", 1, 29.9), DISTRICT, 7),
        (trees("fell", 1, 30), CITY, 7),
        (trees("fell", 49), CITY, 7),
        (trees("fell", 50), GOVERNMENT, 27),
        (trees("transplant", 49), DISTRICT, 7),
        (trees("transplant", 50), CITY, 7),
        (trees("transplant", 200), CITY, 7),
    ],
)
def test_the_level_moves_at_its_edge(office: Office, answers: Any, level: str, days: int) -> None:
    permit = next(one for one in screened(office, answers)["permits"] if one["required"])

    assert (permit["level"], permit["committed_working_days"]) == (level, days)


@pytest.mark.parametrize(("answers", "permit"), [(green(2000.1), "green-space"), (trees("fell", 50), "trees")])
def test_above_the_last_tier_greening_prepares_and_the_government_answers(
    office: Office, answers: Any, permit: str
) -> None:
    office.at("2026-06-01T09:00:00")
    case = office.accepted(answers)
    kinds = {(one["department"], one["kind"]) for one in case["work_items"] if one["permit"] == permit}
    assert {("greening", "opinion"), ("government", "government"), ("greening", "decision")} <= kinds

    office.answer("greening", case["id"], kind="opinion", permit=permit, action="forward")
    office.answer("government", case["id"], kind="government", permit=permit)
    office.at("2026-06-05T09:00:00")  # the public notice of the trees is over
    office.answer("greening", case["id"], kind="decision", permit=permit)

    decided = office.contractor.get(f"/applications/{case['id']}")
    assert next(one["level"] for one in decided["permits"] if one["key"] == permit) == GOVERNMENT


def test_the_decision_names_the_level_that_decides(office: Office) -> None:
    office.at("2026-06-01T09:00:00")
    case = office.accepted(green(500.1))
    office.answer("greening", case["id"], kind="decision", permit="green-space")

    facts = office.facts_of(case["id"], "grant")
    assert facts["level"]["en"] == CITY


def test_an_accepted_case_does_not_change_its_level(office: Office) -> None:
    office.at("2026-06-01T09:00:00")
    case = office.accepted(green(500))
    wider = {"changes": {"answers": {"green": {"area_m2": 500.1, "months": 6, "stays_after": False}}}}

    refused = office.act("contractor", case["id"], "amend", wider, 409)

    assert refused["code"] == "other_level"
    narrower = {"changes": {"answers": {"green": {"area_m2": 499, "months": 6, "stays_after": False}}}}
    assert office.act("contractor", case["id"], "amend", narrower)["form_version"] == 2
