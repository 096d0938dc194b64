"""The form of a verification: did what was promised in place of a paper prove true?"""

from flask_babel import lazy_gettext as _
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from forms.desk import LONGEST_OPINION
from forms.fields import offered
from forms.sentences import Form


class VerificationForm(Form):
    """True or false, and what was found."""

    is_true = RadioField(
        _("Did the commitment prove true?"),
        [InputRequired(_("Choose one of the two"))],
        choices=offered([("yes", _("Yes")), ("no", _("No: a ground to revoke the licence"))]),
    )
    findings = TextAreaField(
        _("What was found?"),
        [InputRequired(_("Say what was found")), Length(max=LONGEST_OPINION)],
        render_kw={"rows": 4, "data-keep": ""},
    )
