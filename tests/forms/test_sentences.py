import pytest
from werkzeug.datastructures import MultiDict
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from forms.clocks import StopClockForm
from forms.emergencies import EmergencyForm
from forms.fees import MoneyForm
from forms.licences import RenewForm
from forms.sentences import Form

WRONG = [
    (RenewForm, "until", "someday", "Enter a day of the calendar, such as 2026-05-28"),
    (EmergencyForm, "started_at", "noon", "Enter a day and a time, such as 2026-05-28 09:00"),
    (MoneyForm, "amount", "much", "Enter a number"),
    (MoneyForm, "amount", "0", "Enter a number between 0.01 and 1000000000"),
    (MoneyForm, "reference", "9" * 65, "At most 64 characters"),
    (StopClockForm, "ground", "holiday", "Choose one of the options"),
    (StopClockForm, "expected_days", "a week", "Enter a whole number"),
]


@pytest.mark.parametrize(("kind", "name", "typed", "sentence"), WRONG)
def test_a_wrong_entry_is_named_once_and_in_the_offices_words(
    kind: type[Form], name: str, typed: str, sentence: str
) -> None:
    form = kind(MultiDict({name: typed}))

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
