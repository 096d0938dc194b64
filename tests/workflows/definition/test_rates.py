from dataclasses import replace

import pytest

from tests.workflows.routing.test_fees import excavation

RISING = replace(excavation(), steps=((2, 50), (4, 100)))


@pytest.mark.parametrize(("month", "percent"), [(1, 0), (2, 50), (3, 50), (4, 100), (40, 100)])
def test_a_step_holds_from_its_month_until_the_next_one(month: int, percent: int) -> None:
    assert RISING.plus_percent(month) == percent


def test_the_rate_changes_no_more_after_the_month_before_its_last_step() -> None:
    assert (RISING.last_step, excavation().last_step) == (3, 0)
