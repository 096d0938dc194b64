"""A condition is split where CEL may stop reading."""

import pytest

from workflows.definition.reading.operands import operands


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        ("a", [("a", True)]),
        ("a && b > 2.0", [("a", True), ("b > 2.0", True)]),
        ("a || (b && !(c != d))", [("a", True), ("b", True), ("c != d", True)]),
        ("p == 'x && y' || q", [("p == 'x && y'", True), ("q", True)]),
        ("(a + b) * c > 1.0", [("(a + b) * c > 1.0", True)]),
        ("f(a && b) > c", [("f(a && b) > c", True)]),
    ],
)
def test_each_part_is_tried_by_itself(source: str, parts: list[tuple[str, bool]]) -> None:
    assert list(operands(source)) == parts


def test_only_the_condition_of_a_choice_must_hold() -> None:
    parts = [("a", True), ("b", False), ("c + 1.0", False)]

    assert list(operands("a ? b : c + 1.0", is_condition=False)) == parts
