"""A dependency names what calls it up, and a condition the kinds that meet it."""

from typing import Any

import pytest

from workflows.definition.reading.dependencies import read_dependency
from workflows.definition.tables import Table
from workflows.errors import BundleError

TEXT = {"zh": "文", "en": "text"}
MOOT = {"key": "lost", "effect": "moot", "permits": ["trees"], "message": TEXT, "law": TEXT, "refused": "roads"}
CONDITION = {**MOOT, "effect": "condition", "condition_kinds": ["no_tree_touched"]}


def read(data: dict[str, Any]) -> Any:
    return read_dependency(Table(data, "x.toml, dependencies[0]"), {"occupies"})


def without(data: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key != name}


@pytest.mark.parametrize("data", [MOOT, CONDITION, {**without(CONDITION, "refused"), "when": "occupies"}])
def test_a_refusal_or_a_fact_calls_one_up(data: dict[str, Any]) -> None:
    found = read(data)

    assert (found.effect, found.permits, found.refused) == (data["effect"], ("trees",), data.get("refused", ""))
    assert (found.when is not None) == ("when" in data)


@pytest.mark.parametrize(
    "data",
    [
        without(MOOT, "refused"),
        {**MOOT, "when": "occupies"},
        {**MOOT, "condition_kinds": ["no_tree_touched"]},
        {**CONDITION, "condition_kinds": []},
        {**CONDITION, "effect": "standing"},
    ],
    ids=["nothing", "both", "kinds-of-moot", "no-kinds", "standing-by-refusal"],
)
def test_one_that_cannot_apply_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(BundleError, match=r"dependencies\[0\]: name what calls it up"):
        read(data)
