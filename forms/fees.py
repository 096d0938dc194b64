"""The forms of fees: assess one, book what was paid or paid back."""

from collections.abc import Iterable
from decimal import Decimal

from flask_babel import lazy_gettext as _
from wtforms import DecimalField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from forms.fields import offered
from forms.sentences import Form

FEN = 100
LARGEST_YUAN = 10**9


class AssessFeeForm(Form):
    """Nothing to fill in: the rate tables and the answers say it all."""


class MoneyForm(Form):
    """Which notice, how much, under which receipt."""

    notice = SelectField(_("Notice"), [InputRequired(_("Choose a notice"))], validate_choice=False)
    amount = DecimalField(
        _("Amount in yuan"),
        [InputRequired(_("Write the amount in yuan")), NumberRange(min=Decimal("0.01"), max=LARGEST_YUAN)],
        places=2,
        description=_("In parts if need be; never more than is open"),
    )
    reference = StringField(
        _("Number of the receipt"), [InputRequired(_("Write the number of the receipt")), Length(max=64)]
    )

    def offer(self, notices: Iterable[tuple[str, str]]) -> None:
        """Offer the open notices."""
        self.notice.choices = offered(notices)

    @property
    def amount_fen(self) -> int:
        """The amount in whole fen."""
        return int((self.amount.data * FEN).to_integral_value())
