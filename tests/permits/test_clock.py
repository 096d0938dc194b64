from datetime import datetime, timedelta
from types import SimpleNamespace

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


def test_the_virtual_clock_moves_by_the_databases_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock._Difference, "seconds", -300.0)
    goal = clock.now() + timedelta(days=1)

    offset = clock.advance_to(goal)

    assert timedelta(0) <= clock.now() - goal < timedelta(seconds=1)
    assert offset == pytest.approx(86400, abs=1)


def test_the_virtual_clock_is_never_turned_back() -> None:
    clock.advance_to(clock.now() + timedelta(days=1))

    with pytest.raises(clock.ClockBackwards) as refused:
        clock.advance_to(clock.now() - timedelta(seconds=5))

    assert refused.value.code == "clock_backwards"


class Server:
    """A connection to a database whose clock is so many seconds ahead of this machine's."""

    def __init__(self, seconds: float) -> None:
        self.ahead = timedelta(seconds=seconds)
        self.dialect = SimpleNamespace(name="postgresql")

    def execute(self, _statement: object) -> "Server":
        return self

    def scalar_one(self) -> datetime:
        return clock.wall() + self.ahead


@pytest.mark.parametrize(
    ("seconds", "is_wrong"), [(0, False), (599, False), (601, True), (-601, True), (-9 * 86400, True)]
)
def test_a_clock_too_far_from_the_databases_does_nothing_legal(
    monkeypatch: pytest.MonkeyPatch, seconds: float, is_wrong: bool
) -> None:
    monkeypatch.setattr(clock._Difference, "seconds", 0.0)
    clock.set_offset(40 * 86400.0)  # the office of a sandbox is elsewhere in time: the real clocks are compared

    found = clock.of_database(Server(seconds))  # type: ignore[arg-type]

    assert found - clock.wall() == pytest.approx(timedelta(seconds=seconds), abs=timedelta(seconds=1))
    assert clock.is_wrong() is is_wrong
    assert clock.difference() == pytest.approx(-seconds, abs=1)
    assert clock.now() - timedelta(days=40) == pytest.approx(found, abs=timedelta(seconds=1))
    if is_wrong:
        with pytest.raises(clock.ClockWrong):
            clock.require_right()
