"""The forms of hearings, statements and site visits."""

from flask_babel import lazy_gettext as _
from wtforms import DateTimeLocalField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from forms.desk import LONGEST_OPINION
from forms.fields import offered
from forms.sentences import Form

MOMENT = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
NAME = Length(max=200)
ROWS = {"rows": 4, "data-keep": ""}


def lines(text: str | None) -> list[str]:
    """Read one name a line."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


class HearingRightForm(Form):
    """Whom the decision may touch."""

    parties = TextAreaField(
        _("Interested parties"),
        [InputRequired(_("Name at least one interested party"))],
        render_kw=ROWS,
        description=_("One a line; they and the applicant may ask for a hearing within the days told"),
    )


class HearingRequestForm(Form):
    """Who asks; the applicant asks in its own name."""

    by = SelectField(_("Party that asks"), [InputRequired(_("Choose who asks"))], choices=[])


class HearingCallForm(Form):
    """When, where and before whom."""

    at = DateTimeLocalField(_("Day and time"), [InputRequired(_("Say when"))], format=MOMENT)
    place = StringField(_("Place"), [InputRequired(_("Say where")), NAME])
    chair = StringField(
        _("User name of the chair"),
        [InputRequired(_("Say who chairs")), NAME],
        description=_("Somebody of the office who holds no work on this permit"),
    )


class HearingRecordForm(Form):
    """What was said, and who signed."""

    record = TextAreaField(
        _("Record of what was said"),
        [InputRequired(_("Write the record")), Length(max=LONGEST_OPINION)],
        render_kw={"rows": 8, "data-keep": ""},
    )
    signed_by = TextAreaField(
        _("Signed by"),
        [InputRequired(_("Name who signed"))],
        render_kw={"rows": 4},
        description=_("One a line: the parties who were heard and the chair"),
    )


class StatementForm(Form):
    """What there is to say."""

    kind = SelectField(
        _("Kind"),
        [InputRequired()],
        choices=offered([("statement", _("Statement")), ("objection", _("Objection"))]),
    )
    text = TextAreaField(
        _("What there is to say"),
        [InputRequired(_("Say what there is to say")), Length(max=LONGEST_OPINION)],
        render_kw=ROWS,
    )


class StatementOfOthersForm(StatementForm):
    """What an interested party says, put down by the office."""

    by = StringField(_("Who said it"), [InputRequired(_("Name who said it")), NAME])


class AnswerForm(Form):
    """The answer to one statement."""

    statement = SelectField(_("Statement"), [InputRequired()], choices=[], coerce=int)
    answer = TextAreaField(
        _("The office's answer"), [InputRequired(_("Write the answer")), Length(max=LONGEST_OPINION)], render_kw=ROWS
    )


class SurveyForm(Form):
    """When and where the departments meet."""

    at = DateTimeLocalField(_("Day and time"), [InputRequired(_("Say when"))], format=MOMENT)
    place = StringField(_("Place"), [InputRequired(_("Say where")), NAME])


class SurveyRecordForm(Form):
    """Who was on site, and what was found."""

    officers = TextAreaField(
        _("Officers on site"),
        [InputRequired(_("A site check takes two officers at least"))],
        render_kw={"rows": 3},
        description=_("One a line, two at least"),
    )
    findings = TextAreaField(
        _("What was found"), [InputRequired(_("Write what was found")), Length(max=LONGEST_OPINION)], render_kw=ROWS
    )
