"""The forms of supervision orders and of the public explanation."""

from flask_babel import lazy_gettext as _
from wtforms import DateField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from forms.desk import LONGEST_OPINION
from forms.fields import offered
from forms.sentences import Form

LONG = {"rows": 4, "data-keep": ""}


class EscalationForm(Form):
    """What is to be answered for, and why."""

    about = SelectField(_("What is to be answered for"), [InputRequired(_("Choose one"))], choices=offered([]))
    reason = TextAreaField(_("Reason"), [InputRequired(_("Say why")), Length(max=LONGEST_OPINION)], render_kw=LONG)


class SupervisionAnswerForm(Form):
    """The order, the cause, the measures and the day."""

    number = SelectField(_("Supervision order"), [InputRequired(_("Choose one"))], choices=offered([]))
    cause = TextAreaField(
        _("Why it is late"),
        [InputRequired(_("Write what the order asks for")), Length(max=LONGEST_OPINION)],
        render_kw=LONG,
    )
    measures = TextAreaField(
        _("What is done about it"),
        [InputRequired(_("Write what the order asks for")), Length(max=LONGEST_OPINION)],
        render_kw=LONG,
    )
    finish_by = DateField(
        _("Will be finished by"),
        [InputRequired(_("Name a day"))],
        description=_("If it is still late after this day, a second order follows"),
    )


class ExplanationForm(Form):
    """What the public is told."""

    text = TextAreaField(
        _("Explanation"),
        [InputRequired(_("Write the explanation")), Length(max=LONGEST_OPINION)],
        render_kw={"rows": 6, "data-keep": ""},
        description=_("Published word for word on the public performance page and told to the applicant"),
    )
