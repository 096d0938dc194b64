"""A fault is pinned to the key or the word it is about."""

import pytest

from workflows.definition.layers.whole import resolve
from workflows.definition.reading.faults import Fault, Pins, Remark
from workflows.errors import BundleError

SOURCE = """[limits]
days = 1

[permits.dig]
items = [
  { after = ["a", "b"] },
]
"""
NAMED = "%(place)s: %(name)s is wrong"


def pins(file: str) -> Pins:
    whole = resolve(SOURCE, file)
    assert whole.data is not None
    return Pins(file, whole.data, whole.places)


@pytest.mark.parametrize(
    ("place", "name", "pinned", "line"),
    [
        ("x.toml, limits", "days", "limits.days", 2),
        ("x.toml, permits.dig", "b", "permits.dig.items[0].after[1]", 6),
        ("x.toml, permits.dig.items.after", "b", "permits.dig.items[0].after[1]", 6),
        ("x.toml, permits.dig", "nobody", "permits.dig", 4),
        ("x.toml", "limits", "limits", 1),
        ("x.toml", "nobody", "nobody", 1),
    ],
)
def test_an_error_is_pinned_as_near_as_it_says(place: str, name: str, pinned: str, line: int) -> None:
    fault = pins("x.toml").of_error(BundleError(NAMED, params={"place": place, "name": name}))

    assert (fault.place, fault.line) == (pinned, line)
    assert str(fault) == f"x.toml:{line}: {pinned}: {name} is wrong"


def test_a_missing_key_stands_where_its_table_does() -> None:
    assert pins("x.toml").of_remark(Remark("permits.dig.items[0].when", "no")).line == 6


def test_a_file_with_commas_in_its_name_is_no_place() -> None:
    error = BundleError(NAMED, params={"place": "a, b.toml, limits", "name": "days"})

    assert pins("a, b.toml").of_error(error) == Fault(
        "a, b.toml", 2, "limits.days", NAMED, {"place": "a, b.toml, limits", "name": "days"}
    )
