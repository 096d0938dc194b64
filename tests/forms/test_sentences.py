import pytest
from werkzeug.datastructures import MultiDict
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from forms.sentences import Form
from permits.actions import ACTIONS

WRONG = [
    ("licence", "renew", "until", "someday", "Enter a day of the calendar, such as 2026-05-28"),
    ("application", "report_emergency", "started_at", "noon", "Enter a day and a time, such as 2026-05-28 09:00"),
    ("application", "record_payment", "amount", "much", "Enter a number"),
    ("application", "record_payment", "amount", "0", "Enter a number between 0.01 and 1000000000"),
    ("application", "record_payment", "reference", "9" * 65, "At most 64 characters"),
    ("permit", "stop_clock", "ground", "holiday", "Choose one of the options"),
    ("permit", "stop_clock", "expected_days", "a week", "Enter a whole number"),
]


@pytest.mark.parametrize(("on", "action", "name", "typed", "sentence"), WRONG)
def test_a_wrong_entry_is_named_once_and_in_the_offices_words(
    on: str, action: str, name: str, typed: str, sentence: str
) -> None:
    form = ACTIONS[on][action].form(MultiDict({name: typed}))

    assert not form.validate()
    assert [str(one) for one in form.errors[name]] == [sentence]


class Asked(Form):
    number = IntegerField(validators=[InputRequired(), NumberRange(min=5)])


@pytest.mark.parametrize(
    ("typed", "sentence"), [("", "This is needed"), ("4", "Enter 5 or more"), ("x", "Enter a whole number")]
)
def test_a_field_without_words_of_its_own_has_the_offices(typed: str, sentence: str) -> None:
    form = Asked(MultiDict({"number": typed}))

    assert not form.validate()
    assert [str(one) for one in form.errors["number"]] == [sentence]
