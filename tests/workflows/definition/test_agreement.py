from dataclasses import replace

import pytest

from workflows.definition.agreement import CarryingRule, NarrowKind, NarrowRule, TermBound, term_bound, with_term
from workflows.definition.capabilities import Validity
from workflows.definition.catalogue import load_bundles
from workflows.definition.questions import Text

NO_WORD = Text("", "")


def test_by_default_a_grant_carries_what_those_say_whose_agreement_the_law_asks_for() -> None:
    assert CarryingRule() == CarryingRule("bound_by_law", "bound_by_law")
    assert load_bundles()["road-access"].carrying == CarryingRule()


def test_days_and_dates_of_a_scope_are_compared_with_conditions_of_the_same_measure() -> None:
    bundle = load_bundles()["road-access"]
    measures = {rule.key: rule.measure for rule in bundle.permits["road-occupation"].narrows}

    assert measures["to"] == bundle.condition_kinds["end_before"].measure
    assert measures["days"] == bundle.condition_kinds["period"].measure
    assert measures["hours"] == bundle.condition_kinds["hours"].measure


def rule(kind: NarrowKind, *asked: str, bounds: TermBound = "") -> NarrowRule:
    return NarrowRule("cup", kind, NO_WORD, NO_WORD, asked, bounds=bounds)


MONTHS = Validity(renewable=False, renewal_times=0, text=NO_WORD, unit="months", term="shop.cups", max_term="most")


@pytest.mark.parametrize(
    ("narrow", "bound"),
    [
        (rule("count", "shop.cups"), "months"),
        (rule("count", "span"), "days"),
        (rule("count", "shop.seats"), ""),
        (rule("count", bounds="years"), "years"),
        (rule("day", "span"), "day"),
        (rule("day"), "day"),
        (rule("day", "shop.opens"), ""),
        (rule("text", "span"), ""),
    ],
)
def test_a_narrow_bounds_a_term_by_what_it_asks_whatever_it_is_called(narrow: NarrowRule, bound: str) -> None:
    assert term_bound(narrow, MONTHS, "span") == bound


def test_what_is_asked_up_to_a_most_can_be_narrowed_without_a_word_of_it() -> None:
    assert [one.key for one in with_term((rule("count", "shop.cups"),), MONTHS)] == ["cup"]
    assert [(one.key, one.asked) for one in with_term((), MONTHS)] == [("months", ("shop.cups",))]
    assert [one.key for one in with_term((replace(rule("text"), key="months"),), MONTHS)] == ["months", "term"]
