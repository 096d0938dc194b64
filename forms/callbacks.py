"""The form of a call-back after a bad rating."""

from flask_babel import lazy_gettext as _
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from forms.desk import LONGEST_OPINION
from forms.sentences import Form


class CallBackForm(Form):
    """What was heard, and what was put right."""

    result = TextAreaField(
        _("What was heard and put right?"),
        [InputRequired(_("Say what was heard and what has been put right")), Length(max=LONGEST_OPINION)],
        render_kw={"rows": 4, "data-keep": ""},
        description=_("The applicant reads it."),
    )
