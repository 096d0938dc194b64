import threading
from functools import partial

import pytest

from permits.watch.bounded import Bounded


def test_an_answer_is_kept_and_another_thing_is_looked_at_anew() -> None:
    looks: list[str] = []
    bounded: Bounded[int] = Bounded(bound_seconds=1, kept_seconds=60)

    def look(name: str) -> int:
        looks.append(name)
        return len(looks)

    assert [bounded.answer(name, partial(look, name)) for name in ("a", "a", "b")] == [1, 1, 2]
    assert looks == ["a", "b"]


def test_what_hangs_is_answered_in_time_and_its_answer_is_taken_later() -> None:
    hangs = threading.Event()
    bounded: Bounded[bool] = Bounded(bound_seconds=0.05, kept_seconds=60)
    assert bounded.answer("a", lambda: hangs.wait(5)) is None

    hangs.set()
    while (found := bounded.answer("a", lambda: False)) is None:
        pass
    assert found is True, "of the first look; there was no second"


def test_a_fault_is_that_of_whoever_asks() -> None:
    bounded: Bounded[int] = Bounded(bound_seconds=1, kept_seconds=0)

    with pytest.raises(ZeroDivisionError):
        bounded.answer("a", lambda: 1 // 0)
