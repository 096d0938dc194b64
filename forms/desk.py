"""The forms of the counter and of the departments."""

from collections.abc import Iterable
from datetime import date

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from forms.fields import MultiCheckboxField, TypedDayField, offered
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
        render_kw={"rows": 5, "data-keep": ""},
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
        """Offer what a pre-review can do: pass the file up, whatever the opinion says."""
        self.verdict.choices = offered([("forward", _("Forward to the government with the whole file"))])

    def validate_reason_code(self, field: SelectField) -> None:
        """A refusal names its coded reason and says why."""
        if self.verdict.data == "refuse" and not field.data:
            raise ValidationError(self.gettext("A refusal needs its coded reason"))

    def validate_opinion(self, field: TextAreaField) -> None:
        """A refusal says why."""
        if self.verdict.data == "refuse" and not (field.data or "").strip():
            raise ValidationError(self.gettext("A refusal needs its reasons"))

    def validate_narrower_days(self, field: StringField) -> None:
        """Days are a number."""
        if field.data and not field.data.strip().isdecimal():
            raise ValidationError(self.gettext("Write the days as a number"))

    def gettext(self, message: str) -> str:
        """Say a sentence in the caller's language."""
        return str(_(message))


class AcceptForm(Form):
    """Acceptance: which papers may follow later."""

    tolerated = MultiCheckboxField(_("May be handed in later"), validate_choice=False)
    commitments = MultiCheckboxField(_("A signed commitment stands in for"), validate_choice=False)
    promise_by = TypedDayField(_("Promised by"), description=_("Left empty, the usual number of working days counts"))

    @property
    def promised_day(self) -> date | None:
        """The day promised, if one was named."""
        return date.fromisoformat(self.promise_by.data) if self.promise_by.data else None

    def validate_promise_by(self, field: TypedDayField) -> None:
        """A day is a day."""
        try:
            date.fromisoformat(field.data or "2000-01-01")
        except ValueError as error:
            raise ValidationError(str(_("Write a day"))) from error


class NotRequiredForm(Form):
    """No licence is needed: why."""

    reason = TextAreaField(
        _("Reason"),
        [InputRequired(_("Give a reason")), Length(max=LONGEST_OPINION)],
        render_kw={"rows": 3, "data-keep": ""},
    )


class TurnAwayForm(NotRequiredForm):
    """Not to be accepted: on which ground, and whom to turn to."""

    ground = RadioField(
        _("Ground"),
        choices=offered(
            [
                ("not_competent", _("Another authority is competent")),
                ("false_materials", _("False papers were handed in")),
                ("banned", _("A ban runs against the applicant")),
            ]
        ),
        default="not_competent",
    )
    refer_to = SelectField(_("Competent authority"), validate_choice=False)


class DeliverForm(Form):
    """How everything is handed over, and to whom."""

    method = RadioField(
        _("How is it handed over?"),
        choices=offered([("counter", _("At the counter")), ("online", _("Electronically")), ("post", _("By post"))]),
        default="counter",
    )
    recipient = StringField(_("Received by"), [Length(max=LONGEST_LINE)])
