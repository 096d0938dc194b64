"""Forms of administrators: people, departments, places of the register, the area."""

from datetime import date

from flask_babel import lazy_gettext as _
from wtforms import EmailField, FileField, IntegerField, StringField, TelField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp, ValidationError

from forms.checks.identity import canonical_number, check_uscc
from forms.fields import MultiCheckboxField, TypedDayField
from forms.sentences import Form

LONGEST = 200
NEEDED = InputRequired()
SHORT = Length(max=LONGEST)


def a_day(_form: Form, field: TypedDayField) -> None:
    """Refuse what is no day of the calendar.

    Raises:
        ValidationError: it is none.
    """
    try:
        date.fromisoformat(field.data)
    except ValueError:
        raise ValidationError(_("Enter a day of the calendar, such as 2026-05-28")) from None


class Named(Form):
    """Whatever has a name in both languages."""

    name_zh = StringField(_("Name in Chinese"), [NEEDED, SHORT])
    name_en = StringField(_("Name in English"), [NEEDED, SHORT])


ACCOUNT = Regexp(r"^[A-Za-z0-9][A-Za-z0-9._@+-]*$", message=_("Letters, digits and . _ @ + -"))


class PersonForm(Named):
    """A person of the office with the roles they hold."""

    username = StringField(
        _("User name"),
        [
            NEEDED,
            Length(max=100),
            Regexp(r"^[A-Za-z0-9][A-Za-z0-9._@+-]*$", message=_("Letters, digits and . _ @ + -")),
        ],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    email = EmailField(
        _("E-mail"),
        [Optional(), SHORT, Regexp(r"^[^@\s]+@[^@\s]+$", message=_("This is no e-mail address"))],
        description=_("The link to choose a password goes there"),
    )
    phone = TelField(_("Telephone"), [Optional(), SHORT])
    enforcement_number = StringField(
        _("Law-enforcement number"), [Optional(), SHORT], description=_("Of officers who check sites")
    )
    roles = MultiCheckboxField(_("Roles"))


class PeopleFileForm(Form):
    """A file of people."""

    file = FileField(
        _("CSV file"),
        description=_(
            "Columns: username, name_zh, name_en, email, phone, roles (role or role:department, several separated"
            " by blanks), enforcement_number. UTF-8 or GB 18030."
        ),
    )


class DepartmentForm(Named):
    """A department of the area."""

    department = StringField(
        _("Key in the rules"),
        [NEEDED, Regexp(r"^[a-z][a-z0-9-]{0,39}$", message=_("Small letters, digits and hyphens, a letter first"))],
        description=_("As the rules of the matters call it"),
    )
    short_zh = StringField(_("Short name in Chinese"), [NEEDED, SHORT])
    short_en = StringField(_("Short name in English"), [NEEDED, SHORT])
    uscc = StringField(_("Credit code of the department"), [NEEDED, SHORT])
    document_prefix = StringField(
        _("Characters of its document numbers"), [NEEDED, SHORT], description=_("They stand before the year")
    )
    address_zh = StringField(_("Address in Chinese"), [Optional(), SHORT])
    address_en = StringField(_("Address in English"), [Optional(), SHORT])
    phone = TelField(_("Telephone"), [Optional(), SHORT])

    def validate_uscc(self, field: StringField) -> None:
        """Refuse what has not the form of a credit code."""
        field.data = canonical_number(field.data or "")
        if faults := [one.message for one in check_uscc(field.data) if not one.is_warning]:
            raise ValidationError(_(faults[0]))


class RoadForm(Named):
    """A place of the area's register, with the days from which works on it are restricted."""

    road_class = StringField(
        _("Class"),
        [NEEDED, Regexp(r"^[a-z][a-z0-9-]{0,39}$", message=_("Small letters, digits and hyphens, a letter first"))],
    )
    opened_on = TypedDayField(_("Opened on"), [Optional(), a_day])
    overhauled_on = TypedDayField(_("Last overhauled on"), [Optional(), a_day])


class AreaForm(Named):
    """The area itself."""

    cut_off_hour = IntegerField(
        _("Cut-off hour"),
        [Optional(), NumberRange(0, 23)],
        description=_("What is received after it counts as received the next working day; empty: the day itself"),
    )
