"""Fields shared by the forms."""

from collections.abc import Iterable

from wtforms import SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, DateInput, ListWidget


class MultiCheckboxField(SelectMultipleField):
    """Checkboxes for several of a few options."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class TypedDayField(StringField):
    """A day as the browser sends it; invalid input is kept as typed, to be shown again."""

    widget = DateInput()


def offered(pairs: Iterable[tuple[str, object]]) -> list[SelectChoice]:
    """Offer (value, label) pairs as the choices of a field."""
    return [SelectChoice(value=value, label=label) for value, label in pairs]
