"""The form that closes the offices of an area on a day, or makes it a working day."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateField, StringField
from wtforms.validators import InputRequired, Length

from forms.sentences import Form

LONGEST = 200


class ClosureForm(Form):
    """The day, the reason and the decision."""

    on = DateField(_("Day"), [InputRequired(_("Name a day"))])
    reason_zh = StringField(_("Reason, in Chinese"), [InputRequired(_("Say why")), Length(max=LONGEST)])
    reason_en = StringField(
        _("Reason, in English"), [Length(max=LONGEST)], description=_("The Chinese one where this stays empty")
    )
    source = StringField(
        _("Number of the decision"), [InputRequired(_("Name the decision it rests on")), Length(max=LONGEST)]
    )
    is_working = BooleanField(_("The offices work on that day, though others rest"))
