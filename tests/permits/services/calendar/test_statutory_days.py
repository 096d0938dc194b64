"""Statutory holidays before the State Council has spoken: which days, and which substitutes."""

import pytest

from permits.services.calendar.statutory_days import NAMES, statutory_days
from tests.permits.lives import day


@pytest.mark.parametrize("year", [2025, 2026, 2027, 2030])
def test_each_of_the_seven_festivals_is_named_in_every_year(year: int) -> None:
    found = statutory_days(year, with_substitutes=False)

    assert {name for names in found.values() for name in names} == set(NAMES.values())
    assert {on.year for on in found} == {year}


def test_a_festival_on_a_weekend_is_substituted_only_where_asked_for() -> None:
    # 5 April 2026 is a Sunday
    bare, whole = (statutory_days(2026, with_substitutes=wanted) for wanted in (False, True))

    assert [name.zh for name in bare[day("2026-04-05")]] == ["清明节"]
    assert day("2026-04-06") in whole.keys() - bare.keys()


def test_two_festivals_may_meet_on_one_day() -> None:
    # in 2020 Mid-Autumn fell on 1 October
    names = {name.zh for name in statutory_days(2020, with_substitutes=False)[day("2020-10-01")]}

    assert names == {"中秋节", "国庆节"}
