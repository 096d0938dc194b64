"""Forms of people's own accounts: registering, asking for a new password, changing it, inviting a colleague."""

from flask_babel import lazy_gettext as _
from wtforms import EmailField, HiddenField, PasswordField, StringField, TelField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from forms.acts import PasswordForm
from forms.sentences import Form

LONGEST = 100
ADDRESS = Regexp(r"^[^@\s]+@[^@\s]+\.[^@\s]+$", message=_("This is no e-mail address"))


class AddressForm(Form):
    """An e-mail address."""

    email = EmailField(
        _("E-mail"), [InputRequired(), Length(max=LONGEST), ADDRESS], render_kw={"autocomplete": "email"}
    )


class InviteForm(AddressForm):
    """A colleague by name and address."""

    name = StringField(_("Full name"), [InputRequired(), Length(max=LONGEST)], render_kw={"autocomplete": "name"})


class RegisterForm(InviteForm):
    """Somebody who wants to file applications, for a company or for themselves."""

    phone = TelField(_("Mobile telephone"), [InputRequired(), Length(max=LONGEST)], render_kw={"autocomplete": "tel"})
    uscc = StringField(
        _("Unified social credit code"),
        [Optional(), Length(max=LONGEST)],
        description=_("Of the company you file for; left empty, you file for yourself"),
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )
    company = StringField(_("Company"), [Optional(), Length(max=LONGEST)], render_kw={"autocomplete": "organization"})


class ChangePasswordForm(PasswordForm):
    """A new password, and the present one."""

    current_password = PasswordField(
        _("Present password"),
        [InputRequired(_("Enter your password")), Length(max=2000)],
        render_kw={"autocomplete": "current-password"},
    )


class CodeForm(Form):
    """A code of an authenticator, or a recovery code where one may stand in for it."""

    # a name with "password": what stands in it is never kept
    one_time_password = StringField(
        _("Code"),
        [InputRequired(_("Enter a code")), Length(max=LONGEST)],
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"},
    )


class ProofForm(Form):
    """The password or a code: whoever knows one is not only sitting at somebody else's screen."""

    password_or_code = PasswordField(
        _("Password or code"),
        [InputRequired(_("Enter your password or a code")), Length(max=2000)],
        render_kw={"autocomplete": "current-password"},
    )


class PasskeyForm(Form):
    """What a new passkey is called; the browser's answer comes beside it, in a field that a script fills."""

    name = StringField(
        _("Name of the passkey"),
        [InputRequired(_("Give the passkey a name")), Length(max=LONGEST)],
        description=_("A name by which you will know it again, such as that of the device"),
        render_kw={"autocomplete": "off"},
    )
    credential = HiddenField(validators=[InputRequired()])
