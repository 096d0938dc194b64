"""The old procedure as a baseline: the same permits one after the other, with the same special steps."""

from datetime import date

import pytest

from workflows import load_bundles, route, serial_days, serial_order

BUNDLE = load_bundles()["road-access"]
ON = date(2026, 6, 1)
DIG = {"road_class": "urban", "excavate": {"area_m2": 30}}
TREES = {"trees": [{"species": "香樟", "dbh_cm": 18, "count": 2, "action": "transplant", "street_tree": False}]}


@pytest.mark.parametrize(
    ("answers", "steps"),
    [
        (DIG, [("planning", 4), ("police", 5), ("roads", 7)]),
        ({**DIG, **TREES}, [("planning", 4), ("police", 5), ("roads", 7), ("greening", 7)]),
        (
            {**DIG, "road_opened_on": "2024-01-01"},
            [("planning", 4), ("police", 5), ("roads", 7), ("government", 20)],
        ),
    ],
)
def test_the_old_way_needs_every_department_and_every_special_step(
    answers: dict[str, object], steps: list[tuple[str, int]]
) -> None:
    found = route(BUNDLE, answers, ON)

    assert serial_days(BUNDLE, found) == steps
    assert max(permit.committed_working_days for permit in found.permits) <= sum(days for _, days in steps)


def test_the_steps_stand_in_the_order_of_the_old_way() -> None:
    order = serial_order(BUNDLE)

    assert sorted(order, key=order.__getitem__)[:4] == [
        ("road-occupation", "planning"),
        ("road-occupation", "police"),
        ("road-occupation", "roads"),
        ("road-utilities", "roads"),
    ]
