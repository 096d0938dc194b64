"""Fields shared by the forms."""

from collections.abc import Iterable

from wtforms import FieldList, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, DateInput, ListWidget

MOST_DIGITS = 6


class MultiCheckboxField(SelectMultipleField):
    """Checkboxes for several of a few options."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class TypedDayField(StringField):
    """A day as the browser sends it; invalid input is kept as typed, to be shown again."""

    widget = DateInput()


class Rows(FieldList):
    """Rows as they were sent, all of them; a number that no page of ours gives is no row."""

    def _extract_indices(self, prefix: str, formdata: Iterable[str]) -> Iterable[int]:
        return row_numbers(formdata, prefix)


def offered(pairs: Iterable[tuple[str, object]]) -> list[SelectChoice]:
    """Offer (value, label) pairs as the choices of a field."""
    return [SelectChoice(value=value, label=label) for value, label in pairs]


def row_numbers(names: Iterable[str], prefix: str) -> list[int]:
    """List the numbers of the rows among the names of controls; one that no page of ours gives is no row."""
    numbers = {name[len(prefix) + 1 :].partition("-")[0] for name in names if name.startswith(f"{prefix}-")}
    return sorted({int(one) for one in numbers if one.isascii() and one.isdecimal() and len(one) <= MOST_DIGITS})
