"""Conditions: what they may name, what they yield, how years are counted."""

from datetime import date

import pytest

from workflows.definition.expressions import compile_expression, context_of, day_value, years_after
from workflows.errors import BundleError


def compiled(source: str) -> object:
    return compile_expression(source, {"area", "open"}, place="b.toml, gates[0].when")


def test_a_condition_is_true_or_false() -> None:
    condition = compile_expression("open && area > 5.0", {"area", "open"}, place="here")

    assert condition.holds(context_of({"open": True, "area": 5.1}))
    assert not condition.holds(context_of({"open": True, "area": 5.0}))


@pytest.mark.parametrize("source", ["opne || true", "open && areas > 1.0", "nobody(area)"])
def test_a_name_nobody_declared_is_refused_when_compiled_even_where_it_would_be_skipped(source: str) -> None:
    with pytest.raises(BundleError, match=r"b\.toml, gates\[0\]\.when: .* is not declared"):
        compiled(source)


def test_what_is_no_condition_is_refused_with_its_place() -> None:
    with pytest.raises(BundleError, match=r"b\.toml, gates\[0\]\.when: .* no valid condition"):
        compiled("area >")


@pytest.mark.parametrize("source", ["area", "area + 1", "'yes'"])
def test_a_condition_that_yields_no_yes_or_no_is_an_error(source: str) -> None:
    condition = compile_expression(source, {"area"}, place="here")

    with pytest.raises(BundleError, match="here"):
        condition.holds(context_of({"area": 2.0}))


def test_a_whole_result_becomes_a_decimal() -> None:
    value = compile_expression("1 + 2", (), place="here").value(context_of({}))

    assert (value, type(value)) == (3.0, float)


@pytest.mark.parametrize(
    ("day", "years", "later"),
    [
        (date(2023, 6, 30), 5, date(2028, 6, 30)),
        (date(2024, 2, 29), 5, date(2029, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(9998, 1, 1), 5, date(9999, 1, 1)),
    ],
)
def test_years_end_on_the_same_day_of_the_month(day: date, years: float, later: date) -> None:
    assert years_after(day_value(day), years) == day_value(later)
