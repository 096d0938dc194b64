"""The forms of a bundle version: its file, where and from when it shall hold, and the end of its days."""

from collections.abc import Sequence
from datetime import date

from flask_babel import lazy_gettext as _
from wtforms import DateField, FileField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from forms.sentences import Form

LONGEST_FILE, LONGEST_NOTE = 400_000, 500
NAME_A_DAY = _("Name a day")


class BundleForm(Form):
    """The file or its text, the area, the day and the reason; `only` sends on the text that was checked."""

    content = TextAreaField(
        _("Text of the bundle"),
        [Length(max=LONGEST_FILE)],
        description=_("A whole bundle, or a district's file that extends one"),
    )
    file = FileField(_("or the file itself"), description=_("TOML, UTF-8"))
    area = SelectField(_("Where it shall hold"))
    from_on = DateField(_("In force from"), [InputRequired(NAME_A_DAY)])
    note = StringField(_("Why"), [InputRequired(_("Say why")), Length(max=LONGEST_NOTE)])

    def offer(self, areas: Sequence[tuple[str, str]], today: date) -> None:
        """Offer the areas the actor keeps; the day is today where none was typed."""
        self.area.choices = list(areas)
        if self.from_on.data is None and not self.from_on.raw_data:
            self.from_on.data = today


class RetireForm(Form):
    """The last day of a version, in an area or in all."""

    area = HiddenField()
    from_on = DateField(_("Out of force from"), [InputRequired(NAME_A_DAY)])
