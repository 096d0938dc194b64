"""How a licence stands on a day: one order of states, the same in SQL and in memory."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permits.db import reading
from permits.queries.lists.licences import EXPIRED, FUTURE, IN_FORCE, UNSERVED, state_on
from permits.queries.lists.public_pages import works
from permits.queries.typed import Window
from tests.permits.licences import licensed
from tests.permits.lives import Life
from workflows import lifecycle, midnight

DAY = timedelta(days=1)
ZERO = date(2026, 3, 2)
DAYS = st.integers(0, 40).map(lambda count: ZERO + count * DAY)
ENDED = sorted({one.key for one in lifecycle("licence").states} - {IN_FORCE})


@dataclass(frozen=True)
class Termed:
    state: str
    served_at: datetime | None
    valid_from: date
    valid_to: date | None


@given(served=st.none() | DAYS, first=DAYS, length=st.none() | st.integers(0, 20))
def test_a_licence_goes_one_way_from_its_decision_to_its_end(
    served: date | None, first: date, length: int | None
) -> None:
    ends = None if length is None else first + length * DAY
    found = Termed(IN_FORCE, served and midnight(served) + timedelta(hours=10), first, ends)

    stands = [state_on(found, ZERO + count * DAY) for count in range(70)]

    order = (UNSERVED, FUTURE, IN_FORCE, EXPIRED)
    assert all(order.index(before) <= order.index(after) for before, after in pairwise(stands))
    begins = None if served is None else max(served, first)
    in_force = {ZERO + count * DAY for count, one in enumerate(stands) if one == IN_FORCE}
    assert in_force == {
        day
        for day in (ZERO + count * DAY for count in range(70))
        if begins is not None and begins <= day and (ends is None or day <= ends)
    }


@pytest.mark.parametrize("state", ENDED)
def test_an_end_on_record_stands_before_everything_else(state: str) -> None:
    assert state_on(Termed(state, None, ZERO + 9 * DAY, ZERO), ZERO) == state


def test_the_works_of_a_day_are_those_of_the_licences_in_force(life: Life) -> None:
    row = licensed(life)
    area, served_at = life.application(row.application_id).area, life.application(row.application_id).delivered_at
    found = Termed(row.state, served_at, row.valid_from, row.valid_to)
    around = (ZERO, row.valid_from, row.valid_to)
    for day in (one + shift * DAY for one in around for shift in (-1, 0, 1)):
        with reading(life.engine) as conn:
            listed = [one.valid_to for one in works(conn, area, day, Window(20))]

        assert listed == ([row.valid_to] if state_on(found, day) == IN_FORCE else []), day
