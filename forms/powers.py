"""The forms that put a power of attorney on record and confirm one."""

from flask_babel import lazy_gettext as _
from wtforms import DateField, EmailField, FileField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from forms.fields import MultiCheckboxField, offered
from forms.sentences import Form

LONGEST_NAME, LONGEST_NUMBER, LONGEST_ADDRESS = 100, 40, 200
SAY = _("Say what the agent may do")
ACTS: tuple[tuple[str, object], ...] = (
    ("file", _("File applications")),
    ("change", _("Change them, supplement them, speak in their procedures")),
    ("receive", _("Receive decisions and licences")),
    ("withdraw", _("Withdraw applications, give licences up")),
)


class TermsForm(Form):
    """How far a power of attorney goes."""

    scope = SelectField(_("For which matters"), validate_choice=True)
    acts = MultiCheckboxField(_("What the agent may do"), [InputRequired(SAY)], choices=offered(ACTS))
    from_on = DateField(_("Valid from"), [InputRequired(_("Name the day"))])
    to_on = DateField(_("Valid to, the last day included"), [InputRequired(_("Name the day"))])


class PowerForm(Form):
    """Principal, the agent's identity document, the terms and the document."""

    principal_kind = RadioField(
        _("Who empowers you"),
        [InputRequired()],
        choices=offered([("company", _("A company")), ("person", _("A private person"))]),
        default="company",
    )
    principal_name = StringField(
        _("Its name, or the person's"), [InputRequired(_("Name who empowers you")), Length(max=LONGEST_NAME)]
    )
    principal_number = StringField(
        _("Unified social credit code, or number of the identity card"),
        [
            InputRequired(_("Enter the credit code of the company, or the number of the person's identity card")),
            Length(max=LONGEST_NUMBER),
        ],
    )
    principal_email = EmailField(
        _("E-mail of the private person"),
        [Optional(), Length(max=LONGEST_ADDRESS)],
        description=_("They confirm by a link; for a company the owner of its accounts or the counter confirms"),
    )
    id_kind = SelectField(_("Your identity document"), validate_choice=True)
    resident_id = StringField(
        _("Number of your identity document"),
        [InputRequired(_("Enter the number of your identity document")), Length(max=LONGEST_NUMBER)],
    )
    scope = SelectField(_("For which matters"), validate_choice=True)
    acts = MultiCheckboxField(_("What you may do"), [InputRequired(SAY)], choices=offered(ACTS))
    from_on = DateField(_("Valid from"), [InputRequired(_("Name the day"))])
    to_on = DateField(_("Valid to, the last day included"), [InputRequired(_("Name the day"))])
    file = FileField(_("The signed and sealed document"), description=_("PDF, OFD, JPEG or PNG, at most 20 MB"))
