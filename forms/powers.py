"""The form that puts a power of attorney on record."""

from flask_babel import lazy_gettext as _
from wtforms import DateField, FileField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from forms.sentences import Form

LONGEST_NAME, LONGEST_NUMBER = 100, 40


class PowerForm(Form):
    """Principal, the agent's identity document, scope, days and document."""

    principal_name = StringField(
        _("Company that empowers you"), [InputRequired(_("Name the company")), Length(max=LONGEST_NAME)]
    )
    principal_uscc = StringField(
        _("Its unified social credit code"),
        [InputRequired(_("Enter the credit code of the company, 18 characters")), Length(max=LONGEST_NUMBER)],
    )
    id_kind = SelectField(_("Your identity document"), validate_choice=True)
    resident_id = StringField(
        _("Number of your identity document"),
        [InputRequired(_("Enter the number of your identity document")), Length(max=LONGEST_NUMBER)],
    )
    scope = SelectField(_("For which matters"), validate_choice=True)
    from_on = DateField(_("Valid from"), [InputRequired(_("Name the day"))])
    to_on = DateField(_("Valid to, the last day included"), [InputRequired(_("Name the day"))])
    file = FileField(_("The signed and sealed document"), description=_("PDF, OFD, JPEG or PNG, at most 20 MB"))
