from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from forms.controls import (
    Area,
    Control,
    Day,
    Limits,
    Line,
    Measure,
    Moment,
    Names,
    OneOf,
    Pick,
    Tick,
    Ticks,
    Whole,
    Yuan,
    make_form,
)
from workflows import SHANGHAI


def filled(control: Control, typed: str | list[str] | None, limits: Limits | None = None) -> Any:
    sent = MultiDict({} if typed is None else {"it": typed})
    return make_form("Example", {"it": (control, limits or Limits())})(sent)


@pytest.mark.parametrize(
    ("control", "typed", "read"),
    [
        (Line("Place"), " At the gate ", "At the gate"),
        (Line("Place"), "At\nthe \u202egate\u200b", "At the gate"),
        (Area("Text"), " as typed ", " as typed "),
        (Area("Text"), "two\nlines", "two\nlines"),
        (Names("Names"), "Wang\n\n Li \n", ["Wang", "Li"]),
        (Pick("Kind", choices=(("a", "A"),)), "a", "a"),
        (Pick("Number", choices=(("7", "Seven"),), means=int), "7", 7),
        (OneOf("True?", choices=(("yes", "Yes"), ("no", "No")), means={"yes": True, "no": False}.get), "no", False),
        (Ticks("Which?"), ["a", "b"], ["a", "b"]),
        (Tick("Sure?"), "y", True),
        (Whole("Count"), "12", 12),
        (Measure("Area"), "1.5", Decimal("1.5")),
        (Yuan("Amount"), "12.34", 1234),
        (Day("Day"), "2025-01-02", date(2025, 1, 2)),
        (Moment("When"), "2025-01-02T09:30", datetime(2025, 1, 2, 9, 30, tzinfo=SHANGHAI)),
        (Moment("When"), "2025-01-02 09:30", datetime(2025, 1, 2, 9, 30, tzinfo=SHANGHAI)),
    ],
)
def test_what_is_typed_is_read_as_the_body_holds_it(control: Control, typed: Any, read: Any) -> None:
    form = filled(control, typed)

    assert form.validate(), form.errors
    assert control.read(form.it.data) == read


@pytest.mark.parametrize("control", [Line("It"), Whole("It"), Measure("It"), Day("It"), Moment("It"), Tick("It")])
def test_a_control_is_optional_until_a_sentence_says_what_is_missing(control: Control) -> None:
    assert filled(control, None).validate()

    required = filled(type(control)("It", "Say it"), None)
    assert not required.validate()
    assert required.errors == {"it": ["Say it"]}
    assert required.it.flags.required


@pytest.mark.parametrize(
    ("control", "limits", "typed"),
    [
        (Line("It"), Limits(longest=3), "four"),
        (Line("It", longest=3), Limits(longest=300), "four"),
        (Whole("It"), Limits(least=1, most=5), "6"),
        (Whole("It", least=0), Limits(), "-1"),
        (Yuan("It"), Limits(least=-5), "0.001"),
        (Pick("It", choices=(("a", "A"),)), Limits(), "b"),
    ],
)
def test_the_limits_of_the_type_and_the_tighter_ones_of_the_page_hold(
    control: Control, limits: Limits, typed: str
) -> None:
    assert not filled(control, typed, limits).validate()


@pytest.mark.parametrize("typed", ["", " ", "\u200b", "\n\u2066"])
def test_a_line_that_is_needed_has_something_to_see(typed: str) -> None:
    form = filled(Line("Place", "Say where"), typed)

    assert not form.validate()
    assert [str(one) for one in form.errors["it"]] == ["Say where"]


def test_a_pick_that_is_not_closed_leaves_the_choice_to_the_service() -> None:
    assert filled(Pick("It", is_closed=False), "anything").validate()
