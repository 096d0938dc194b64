"""The form of emergency works: when they began, and when roads and police were told."""

from flask_babel import lazy_gettext as _
from wtforms import DateTimeLocalField
from wtforms.validators import InputRequired, Optional

from forms.sentences import Form

FORMAT = "%Y-%m-%dT%H:%M"


class EmergencyForm(Form):
    """Begin, and the two departments the law wants told at the same time."""

    started_at = DateTimeLocalField(
        _("When did the works begin?"),
        [InputRequired(_("Say when the works began"))],
        format=FORMAT,
        description=_("The hours for filing run from here, holidays included"),
    )
    roads_at = DateTimeLocalField(_("When was the roads department told?"), [Optional()], format=FORMAT)
    police_at = DateTimeLocalField(_("When were the traffic police told?"), [Optional()], format=FORMAT)
