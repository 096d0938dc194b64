from workflows.definition.agreement import CarryingRule
from workflows.definition.catalogue import load_bundles


def test_by_default_a_grant_carries_what_those_say_whose_agreement_the_law_asks_for() -> None:
    assert CarryingRule() == CarryingRule("bound_by_law", "bound_by_law")
    assert load_bundles()["road-access"].carrying == CarryingRule()


def test_days_and_dates_of_a_scope_are_compared_with_conditions_of_the_same_measure() -> None:
    bundle = load_bundles()["road-access"]
    measures = {rule.key: rule.measure for rule in bundle.permits["road-occupation"].narrows}

    assert measures["to"] == bundle.condition_kinds["end_before"].measure
    assert measures["days"] == bundle.condition_kinds["period"].measure
    assert measures["hours"] == bundle.condition_kinds["hours"].measure
