"""The parts of a bundle: each is read from its table, and refused with its place when it is malformed."""

from dataclasses import fields
from typing import Any

import pytest

from workflows.definition.bundle import Limits
from workflows.definition.reading.parts import condition, filled_text, fine_rule, gate, limits, material
from workflows.definition.tables import Table
from workflows.errors import BundleError

TEXT = {"zh": "文", "en": "text"}
NAMES = frozenset({"occupies", "area"})


def table(data: Any) -> Table:
    return Table(data, "x.toml, part")


def test_the_most_of_a_fine_is_kept_in_fen() -> None:
    assert fine_rule("overrun", table({"name": TEXT, "law": TEXT, "most_yuan": 20_000})).most_fen == 2_000_000


def test_a_limit_is_at_least_one_working_day() -> None:
    days = {entry.name: 5 for entry in fields(Limits)}
    assert limits(table(days)).intake_working_days == 5

    with pytest.raises(BundleError, match="closing must be at least one working day"):
        limits(table({**days, "closing": 0}))


@pytest.mark.parametrize("source", ["ocupies", "1 >", 3])
def test_a_condition_speaks_of_declared_names(source: object) -> None:
    with pytest.raises(BundleError, match=r"x\.toml, part"):
        condition(table({"when": source}), NAMES)


def test_a_text_is_filled_by_declared_names_only() -> None:
    told = {"zh": "面积{area}", "en": "{area} m²"}
    assert filled_text(table({"message": told}), "message", NAMES).en == "{area} m²"

    with pytest.raises(BundleError, match=r"a place \{acreage\} nobody fills"):
        filled_text(table({"message": {**told, "en": "{acreage}"}}), "message", NAMES)


def test_a_paper_is_needed_always_unless_a_condition_says_when() -> None:
    found = material("M01", table({"name": TEXT, "permits": ["trees"]}), NAMES)
    assert (found.when, found.shared, found.tolerated, found.permits) == (None, False, False, ("trees",))

    with pytest.raises(BundleError, match="there is no setting called tolerate"):
        material("M01", table({"name": TEXT, "tolerate": True}), NAMES)


def test_a_gate_is_of_a_known_kind() -> None:
    about = {"key": "highway", "when": "occupies", "message": TEXT, "law": TEXT}

    with pytest.raises(BundleError, match="kind must be one of"):
        gate(table({**about, "kind": "fence"}), NAMES)
