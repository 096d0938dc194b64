"""The forms that change the calendar: a notice of the State Council, and a day of the area's own."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateField, FileField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from forms.sentences import Form

LONGEST = 200
LONGEST_NOTICE = 100_000


class NoticeForm(Form):
    """The notice as a file or as pasted text, and what its text does not say."""

    content = TextAreaField(
        _("Text of the notice"),
        [Length(max=LONGEST_NOTICE)],
        description=_("Paste the notice as published: title, number, the numbered sentences and the day of issue"),
    )
    file = FileField(
        _("or its file"),
        description=_("Text, Word, Excel, CSV, TOML or JSON; UTF-8, GBK, GB 18030 or UTF-16"),
    )
    number = StringField(_("Number of the notice"), [Length(max=100)], description=_("Only where the text has none"))
    issued_on = DateField(_("Day of issue"), [Optional()], description=_("Only where the text has none"))
    amends = StringField(
        _("Amends the notice"),
        [Length(max=100)],
        description=_(
            "Where it rearranges single breaks: the number of the notice it amends; only the breaks it names change"
        ),
    )


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
