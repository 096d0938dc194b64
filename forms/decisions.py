"""The public search form for decisions."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import DateField, SelectField
from wtforms.validators import Optional, ValidationError

from forms.fields import offered
from forms.sentences import Form

ALL = ""


class DecisionsForm(Form):
    """The permit, and the span of days in which it was decided."""

    permit = SelectField(_("Permit"))
    first = DateField(_("Decided from"), [Optional()])
    last = DateField(_("Decided to"), [Optional()])

    def __init__(self, asked: Any, permits: Iterable[tuple[str, str]]) -> None:
        """Offer all permits, then each by (key, name)."""
        super().__init__(asked)
        self.permit.choices = offered([(ALL, _("All")), *permits])
        self.permit.data = self.permit.data or ALL

    def validate_last(self, field: DateField) -> None:
        """Refuse a span that ends before it begins."""
        if self.first.data and field.data and field.data < self.first.data:
            raise ValidationError(_("The last day lies before the first"))
