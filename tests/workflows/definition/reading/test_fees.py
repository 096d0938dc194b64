"""A listed rate is positive, and its steps rise month by month."""

from typing import Any

import pytest

from workflows.definition.capabilities import FeeRule
from workflows.definition.reading.fees import STEEPEST_PERCENT, fee_rule
from workflows.definition.tables import Table
from workflows.errors import BundleError

TEXT = {"zh": "文", "en": "text"}
RATE = {
    "key": "occupation",
    "permit": "road-occupation",
    "name": TEXT,
    "unit": TEXT,
    "law": TEXT,
    "when": "area > 0.0",
    "quantity": "area",
    "rate_fen": 20,
}


def read(**changes: Any) -> FeeRule:
    return fee_rule(Table({**RATE, **changes}, "x.toml, fees[0]"), {"area"})


def steps(*pairs: tuple[int, int]) -> list[dict[str, int]]:
    return [{"from_month": month, "plus_percent": percent} for month, percent in pairs]


def test_a_rate_without_days_and_multiplier_is_charged_once() -> None:
    found = read()

    assert (found.days, found.multiplier, found.month_days, found.steps) == (None, None, 30, ())


def test_steps_keep_their_order() -> None:
    assert read(steps=steps((2, 50), (4, STEEPEST_PERCENT))).steps == ((2, 50), (4, STEEPEST_PERCENT))


@pytest.mark.parametrize(
    "wrong", [((1, 50),), ((2, 0),), ((2, 50), (2, 60)), ((2, 50), (3, 50)), ((2, STEEPEST_PERCENT + 1),)]
)
def test_steps_that_do_not_rise_from_the_second_month_on_are_refused(wrong: tuple[tuple[int, int], ...]) -> None:
    with pytest.raises(BundleError, match="steps rise month by month"):
        read(steps=steps(*wrong))


@pytest.mark.parametrize("changes", [{"rate_fen": 0}, {"rate_fen": -1}, {"month_days": 0}])
def test_a_rate_that_charges_nothing_is_refused(changes: dict[str, int]) -> None:
    with pytest.raises(BundleError, match="at least 1"):
        read(**changes)


def test_a_rate_speaks_of_known_facts_only() -> None:
    with pytest.raises(BundleError, match=r"fees\[0\]\.quantity"):
        read(quantity="acreage")
