from datetime import UTC, date, datetime
from typing import Annotated, Any

import pytest
from pydantic import Field
from werkzeug.datastructures import MultiDict

from forms.controls import Area, Day, Line, Moment, Several, Tick, Whole, add_controls
from permits.actions import ACTIONS, Body
from permits.actions.fields import ApiOnly, Bespoke, Number, Text
from permits.actions.filing import EmergencyReport
from permits.actions.pages import asked, form_of_body, typed


class Example(Body):
    """A body with a field of each sort."""

    text: Annotated[Text, Area("Text", "Write it")]
    days: Annotated[Annotated[Number, Field(ge=1, le=9)] | None, Whole("Days")] = None
    amount_fen: Annotated[Number, Line("Amount", called="amount")] = 0
    areas: Annotated[dict[str, Any], Several({"left": Whole("Left"), "right": Whole("Right")}, dict)] = Field(
        default_factory=dict
    )
    source: Annotated[str, ApiOnly("programs only")] = ""
    rows: Annotated[list[str], Bespoke("a table of its own", "rows")] = Field(default_factory=list)


def test_a_form_asks_for_the_fields_of_a_body_in_their_order() -> None:
    form: Any = form_of_body(Example, {"confirm": Tick("Sure?", "Tick it")})()

    assert [field.name for field in form] == ["text", "days", "amount", "left", "right", "confirm"]


@pytest.mark.parametrize(("days", "is_right"), [("1", True), ("9", True), ("0", False), ("10", False)])
def test_the_limits_of_a_fields_type_hold_on_the_page(days: str, is_right: bool) -> None:
    assert form_of_body(Example)(MultiDict({"text": "x", "days": days})).validate() == is_right


def test_a_text_is_no_longer_on_the_page_than_in_the_body() -> None:
    form = form_of_body(Example)

    assert form(MultiDict({"text": "x" * 4000})).validate()
    assert not form(MultiDict({"text": "x" * 4001})).validate()


def test_what_is_left_empty_is_left_out() -> None:
    form = form_of_body(Example)(MultiDict({"text": "x", "days": "", "amount": "5", "right": "2"}))

    assert form.validate()
    assert typed(Example, form) == {"text": "x", "amount_fen": "5", "areas": {"left": None, "right": 2}}


def test_what_the_page_took_away_is_not_read() -> None:
    form = form_of_body(Example)(MultiDict({"text": "x", "days": "3", "left": "1"}))
    del form["days"], form["left"]

    assert typed(Example, form) == {"text": "x", "areas": {"right": None}}


def test_a_field_says_in_one_way_how_it_is_asked_for() -> None:
    class Silent(Body):
        said: str = ""

    class Twofold(Body):
        said: Annotated[str, Line("Said"), ApiOnly("why")] = ""

    for body in (Silent, Twofold):
        with pytest.raises(TypeError, match=f"{body.__name__}.said"):
            asked(body)


def test_departments_told_of_an_emergency_are_those_with_a_moment() -> None:
    form = form_of_body(EmergencyReport)(MultiDict({"started_at": "2025-01-02T09:00", "police_at": "2025-01-02T09:05"}))
    add_controls(form, {"roads_at": Moment("Roads"), "police_at": Moment("Police")}, before="started_at")

    assert form.validate()
    assert [field.name for field in form] == ["roads_at", "police_at", "started_at"]
    body = EmergencyReport.model_validate(typed(EmergencyReport, form))
    (told,) = body.notified
    assert not isinstance(told, str)
    assert (told.department, told.at) == ("police", datetime(2025, 1, 2, 1, 5, tzinfo=UTC))


def test_only_the_stars_offered_count() -> None:
    rate = ACTIONS["application"]["rate"]

    form = rate.form(MultiDict({"stars": "5"}))
    assert form.validate()
    assert typed(rate.body, form)["stars"] == 5
    assert not rate.form(MultiDict({"stars": "9"})).validate()


def test_withdrawing_needs_a_reason_and_asks_once_more() -> None:
    withdraw = ACTIONS["application"]["withdraw"]

    form = withdraw.form(MultiDict({"permits": "trees"}))
    assert not form.validate()
    assert (set(form.errors), withdraw.confirms) == ({"reason"}, True)
    form = withdraw.form(MultiDict({"permits": "trees", "reason": "Plans have changed"}))
    assert form.validate()
    assert typed(withdraw.body, form) == {"permits": ["trees"], "reason": "Plans have changed"}


def test_a_day_of_the_form_is_a_day_of_the_body() -> None:
    class Promised(Body):
        by: Annotated[date | None, Day("By")] = None

    form = form_of_body(Promised)(MultiDict({"by": "2025-01-31"}))
    assert form.validate()
    assert Promised.model_validate(typed(Promised, form)).by == date(2025, 1, 31)
