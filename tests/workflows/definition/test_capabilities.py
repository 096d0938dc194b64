"""A matter that declares nothing has nothing, and names its place all the same."""

from dataclasses import replace

import pytest

from tests.workflows.routing.test_fees import excavation
from workflows.definition.capabilities import PLAIN, Subject

RISING = replace(excavation(), steps=((2, 50), (4, 100)))


def test_a_decision_names_the_place_in_both_languages() -> None:
    assert Subject().purpose is PLAIN
    assert [said.format(place="8号") for said in (PLAIN.zh, PLAIN.en)] == ["就8号", "at 8号"]


@pytest.mark.parametrize(("month", "percent"), [(1, 0), (2, 50), (3, 50), (4, 100), (40, 100)])
def test_a_step_holds_from_its_month_until_the_next_one(month: int, percent: int) -> None:
    assert RISING.plus_percent(month) == percent


def test_the_rate_changes_no_more_after_the_month_before_its_last_step() -> None:
    assert (RISING.last_step, excavation().last_step) == (3, 0)
