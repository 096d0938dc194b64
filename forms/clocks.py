"""The forms of special procedures: stopping a clock and letting it run again."""

from flask_babel import lazy_gettext as _
from wtforms import IntegerField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from forms.desk import LONGEST_OPINION
from forms.fields import offered
from forms.sentences import Form


class StopClockForm(Form):
    """A ground of the closed list, the written notice, how long it is to take."""

    ground = SelectField(
        _("Ground of the closed list"),
        [InputRequired(_("Choose a ground"))],
        choices=offered(
            [
                ("expert_review", _("Expert review")),
                ("hearing", _("Hearing")),
                ("appraisal", _("Appraisal")),
                ("testing", _("Testing")),
                ("inspection", _("Inspection (technical)")),
                ("quarantine", _("Quarantine")),
                ("tender", _("Tender")),
                ("auction", _("Auction")),
            ]
        ),
        description=_("Site visits, public notices, consultation and sign-off do not stop the clock"),
    )
    notice = TextAreaField(
        _("Written notice to the applicant"),
        [InputRequired(_("The clock stops only with a written notice")), Length(max=LONGEST_OPINION)],
        render_kw={"rows": 4, "data-keep": ""},
        description=_("Why the law requires it; goes out word for word, the clock stops on the day of service"),
    )
    expected_days = IntegerField(
        _("Expected working days"),
        [Optional(), NumberRange(min=1, max=3650)],
        description=_("Where it is known: the applicant is told, and you are reminded when it takes longer"),
    )


class ResumeClockForm(Form):
    """Nothing to fill in: the result has come in today."""


class ExtensionForm(Form):
    """Why more time is needed."""

    reason = TextAreaField(
        _("Why more time is needed"),
        [InputRequired(_("Say why more time is needed")), Length(max=LONGEST_OPINION)],
        render_kw={"rows": 4, "data-keep": ""},
        description=_("An extension can be granted once only; its reason is told to the applicant"),
    )
