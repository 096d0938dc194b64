"""The form of a department's answer."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from forms.fields import offered
from forms.sentences import Form

LONGEST_OPINION, LONGEST_LINE = 4000, 300

Choices = Iterable[tuple[str, str]]


class VerdictForm(Form):
    """A department's answer: agree or refuse, opinion, one coded condition, a narrower scope."""

    verdict = RadioField(
        _("What do you decide?"),
        [InputRequired(_("Choose one of the two"))],
        choices=offered([("approve", _("Agree")), ("refuse", _("Refuse"))]),
    )
    opinion = TextAreaField(
        _("Your opinion"),
        [Length(max=LONGEST_OPINION)],
        render_kw={"rows": 5},
        description=_("Stands on the decision word for word"),
    )
    condition_kind = SelectField(_("Condition"), validate_choice=False)
    condition_text = StringField(_("Wording of the condition"), [Length(max=LONGEST_LINE)])
    narrower_days = StringField(_("Grant fewer days than asked"), [Length(max=4)], render_kw={"inputmode": "numeric"})
    narrower_text = StringField(_("Other narrower scope"), [Length(max=LONGEST_LINE)])
    reason_code = SelectField(_("Reason of a refusal"), validate_choice=False)

    def offer(self, conditions: Choices, reasons: Choices) -> None:
        """Offer the coded conditions and reasons of the bundle."""
        self.condition_kind.choices = offered([("", _("None")), *conditions])
        self.reason_code.choices = offered([("", _("Choose")), *reasons])

    def only_forward(self) -> None:
        """Offer only forwarding, the one verdict of a pre-review."""
        self.verdict.choices = offered([("forward", _("Forward to the government with the whole file"))])

    def validate_reason_code(self, field: SelectField) -> None:
        """Require a coded reason for a refusal."""
        if self.verdict.data == "refuse" and not field.data:
            raise ValidationError(self.gettext("A refusal needs its coded reason"))

    def validate_opinion(self, field: TextAreaField) -> None:
        """Require an opinion for a refusal."""
        if self.verdict.data == "refuse" and not (field.data or "").strip():
            raise ValidationError(self.gettext("A refusal needs its reasons"))

    def validate_narrower_days(self, field: StringField) -> None:
        """Check that the days are a number."""
        if field.data and not field.data.strip().isdecimal():
            raise ValidationError(self.gettext("Write the days as a number"))

    def gettext(self, message: str) -> str:
        """Translate a sentence into the caller's language."""
        return str(_(message))
