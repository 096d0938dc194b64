"""Short forms of applicants and account holders."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import DateField, HiddenField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length, Optional

from forms.fields import MultiCheckboxField
from forms.sentences import Form

LONGEST_NAME, LONGEST_LABEL, LONGEST_TEXT = 100, 80, 2000


class LoginForm(Form):
    """User name and password."""

    username = StringField(
        _("User name"),
        [InputRequired(_("Enter your user name")), Length(max=LONGEST_NAME)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        _("Password"),
        [InputRequired(_("Enter your password")), Length(max=LONGEST_TEXT)],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()


class PasswordForm(Form):
    """A new password, typed twice."""

    password = PasswordField(
        _("New password"),
        [InputRequired(_("Enter a password")), Length(max=LONGEST_TEXT)],
        description=_("At least ten characters; four unrelated words are good and easy to remember"),
        render_kw={"autocomplete": "new-password"},
    )
    password_again = PasswordField(
        _("New password once more"),
        [InputRequired(_("Enter it once more")), EqualTo("password", _("The two differ"))],
        render_kw={"autocomplete": "new-password"},
    )


class TokenForm(Form):
    """What an API token is for, what it opens, and until when."""

    label = StringField(
        _("What is the token for?"),
        [InputRequired(_("Give the token a name")), Length(max=LONGEST_LABEL)],
        description=_("A name by which you will know it again"),
    )
    scopes = MultiCheckboxField(
        _("What may it be used for?"),
        [InputRequired(_("Say what the token may be used for"))],
        description=_("No more than the program needs; your own roles stay the limit"),
    )
    ends_on = DateField(_("Its last day"), [Optional()], description=_("Within a year; left empty, it lasts a year"))


class VerifyForm(Form):
    """Licence number and verification code."""

    number = StringField(
        _("Licence number"),
        [InputRequired(_("Enter the number printed on the licence")), Length(max=LONGEST_NAME)],
        render_kw={"autocapitalize": "characters", "spellcheck": "false"},
    )
    code = StringField(
        _("Verification code"),
        [InputRequired(_("Enter the code printed beside the QR code")), Length(max=LONGEST_NAME)],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )


class StrangerForm(Form):
    """Who objects without an account."""

    by = StringField(
        _("Your name"),
        [InputRequired(_("Say who you are")), Length(max=LONGEST_NAME)],
        render_kw={"autocomplete": "name"},
    )
    phone = StringField(
        _("Telephone"),
        [InputRequired(_("Give a telephone number at which you can be reached")), Length(max=LONGEST_NAME)],
        description=_("Only the office sees name and telephone; the applicant reads what you say, not who you are."),
        render_kw={"autocomplete": "tel", "inputmode": "tel"},
    )


def sentences(form: Any) -> list[str]:
    """List the errors of a form, one sentence each."""
    return [str(error) for errors in form.errors.values() for error in errors]
