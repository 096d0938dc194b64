from datetime import timedelta

import pytest

from permits import clock


def test_without_an_offset_the_office_and_the_wall_agree() -> None:
    assert abs(clock.now() - clock.wall()) < timedelta(seconds=1)


def test_the_virtual_clock_stands_where_it_was_put_and_ticks_on() -> None:
    goal = clock.wall() + timedelta(days=30)

    offset = clock.advance_to(goal)

    assert timedelta(0) <= clock.now() - goal < timedelta(seconds=1)
    assert offset == pytest.approx(30 * 86400, abs=1)
    assert clock.now() <= clock.now()


def test_the_virtual_clock_is_never_turned_back() -> None:
    clock.advance_to(clock.now() + timedelta(days=1))

    with pytest.raises(clock.ClockBackwards) as refused:
        clock.advance_to(clock.now() - timedelta(seconds=5))

    assert refused.value.code == "clock_backwards"
