"""Controls the office's forms share."""

from collections.abc import Iterable

from wtforms import SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, DateInput, ListWidget


class MultiCheckboxField(SelectMultipleField):
    """Several of a few options, each a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class TypedDayField(StringField):
    """A day as the browser sends it; what is no day is kept as typed, so that it can be shown again."""

    widget = DateInput()


def offered(pairs: Iterable[tuple[str, object]]) -> list[SelectChoice]:
    """Offer (value, label) pairs as the choices of a field."""
    return [SelectChoice(value=value, label=label) for value, label in pairs]
