import pytest

from workflows.definition.agreement import CarryingRule, NarrowRule
from workflows.definition.questions import Text
from workflows.definition.reading.agreement import carrying_rule, narrow_rule
from workflows.definition.tables import Table
from workflows.errors import BundleError

LABEL = {"zh": "天数", "en": "Days"}


def test_what_is_left_out_of_a_rule_has_its_default() -> None:
    assert carrying_rule(Table({"conditions": "everyone"}, "x")) == CarryingRule("everyone", "bound_by_law")
    found = narrow_rule(Table({"key": "days", "kind": "count", "label": LABEL, "asked": ["occupy.days"]}, "x"))
    assert found == NarrowRule("days", "count", Text("天数", "Days"), Text("", ""), ("occupy.days",))


@pytest.mark.parametrize("table", [{"conditions": "nobody"}, {"scope": 1}, {"who": "everyone"}])
def test_a_malformed_rule_of_what_is_carried_is_refused(table: dict[str, object]) -> None:
    with pytest.raises(BundleError):
        carrying_rule(Table(table, "x"))


@pytest.mark.parametrize("change", [{"kind": "colour"}, {"asked": "occupy.days"}, {"most": "12"}, {"least": 1}])
def test_a_malformed_part_of_a_scope_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(BundleError):
        narrow_rule(Table({"key": "days", "kind": "count", "label": LABEL, **change}, "x"))
