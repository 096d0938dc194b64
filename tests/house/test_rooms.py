from graphlib import CycleError

import pytest

from tests.house.rooms import INSIDE, MARKS, PAGE, direct, drawn, floors, rooms_of


def test_the_drawing_of_the_rooms_is_that_of_the_imports() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert all(MARKS[0].format(parent or "the house") in page for parent in ("", *INSIDE))
    assert drawn(page) == page, "run: python3 manage.py rooms"


def test_rooms_of_the_services_stand_on_floors() -> None:
    found = floors(rooms_of("permits.services"))

    assert found[0] == ["notifying"]
    assert "timers" in found[-1]


def test_a_circle_of_rooms_cannot_be_put_on_floors() -> None:
    with pytest.raises(CycleError):
        floors({"a": frozenset({"b"}), "b": frozenset({"a"})})


def test_an_arrow_that_a_longer_way_implies_is_left_out() -> None:
    rooms = {"a": frozenset({"b", "c"}), "b": frozenset({"c"}), "c": frozenset[str]()}

    assert direct(rooms) == {"a": {"b"}, "b": {"c"}, "c": set()}
