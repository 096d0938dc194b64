"""The form of the deficiency notice: rows of what is missing or wrong, for the counter and for departments."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import FormField, SelectField, StringField
from wtforms.validators import Length

from forms.fields import Rows, offered
from forms.sentences import CHOOSE, Form
from forms.verdicts import LONGEST_LINE, LONGEST_OPINION
from workflows import N_

SPARE_ROWS = 2
Choices = Sequence[tuple[str, str]]
DUE = {"target": N_("Name either a material or a field"), "code": CHOOSE, "reason": N_("Say what is wrong")}


class DeficiencyRow(Form):
    """One deficiency: the material or field, the coded reason, a sentence, the remedy."""

    target = SelectField(_("Material or field"), validate_choice=False)
    code = SelectField(_("Coded reason"), validate_choice=False)
    reason = StringField(_("What is wrong?"), [Length(max=LONGEST_OPINION)])
    remedy = StringField(_("How is it put right?"), [Length(max=LONGEST_LINE)])

    @property
    def is_filled(self) -> bool:
        """Whether the row holds any input."""
        return any((field.data or "").strip() for field in self)

    def validate(self, extra_validators: Mapping[str, object] | None = None) -> bool:
        """Check that a filled row names material or field, the coded reason and what is wrong."""
        is_valid = super().validate(extra_validators)
        missing = [name for name in DUE if self.is_filled and not (self[name].data or "").strip()]
        for name in missing:
            self[name].errors = [gettext(DUE[name])]
        return is_valid and not missing

    def item(self) -> dict[str, str | None]:
        """Read the row as an item of the notice."""
        kind, _sep, key = (self.target.data or "").partition(":")
        return {
            "material": key if kind == "material" else None,
            "field": key if kind == "field" else None,
            "code": self.code.data or "",
            "reason": (self.reason.data or "").strip(),
            "remedy": (self.remedy.data or "").strip(),
        }


class DeficiencyForm(Form):
    """Everything missing or wrong, one row each; empty rows are skipped."""

    rows = Rows(FormField(DeficiencyRow), min_entries=1)

    def offer(self, targets: Mapping[str, Choices], codes: Choices) -> None:
        """Offer materials and fields (by group) and the coded reasons; append a few empty rows."""
        filled = len(self.filled())
        while len(self.rows) < filled + SPARE_ROWS:
            self.rows.append_entry()
        groups: dict[str, object] = {"": offered([("", _("Please choose"))])}
        groups |= {name: offered(choices) for name, choices in targets.items() if choices}
        for row in self.rows:
            row.form.target.choices = groups
            row.form.code.choices = offered([("", _("Please choose")), *codes])

    def filled(self) -> list[DeficiencyRow]:
        """List the filled rows."""
        return [row.form for row in self.rows if row.form.is_filled]

    @property
    def wrong(self) -> list[tuple[int, Any]]:
        """List the controls with errors, each with its row number."""
        return [(number, field) for number, row in enumerate(self.rows, start=1) for field in row.form if field.errors]

    def items(self) -> list[dict[str, str | None]]:
        """Read all items."""
        return [row.item() for row in self.filled()]

    def show(self, items: Iterable[Mapping[str, object]]) -> None:
        """Show the items filed before."""
        for number, item in enumerate(items):
            if number >= len(self.rows):
                self.rows.append_entry()
            row = self.rows[number].form
            row.target.data = f"material:{item['material']}" if item["material"] else f"field:{item['field']}"
            row.code.data, row.reason.data, row.remedy.data = item["code"], item["reason"], item["remedy"]

    def blame(self, problems: Iterable[tuple[str, str]]) -> list[str]:
        """Attach each (path, sentence) to its row; returns the sentences without one."""
        homeless, filled = [], self.filled()
        for path, sentence in problems:
            _items, _sep, place = path.partition(".")
            number, _sep, name = place.partition(".")
            if not number.isdecimal() or int(number) >= len(filled):
                homeless.append(sentence)
                continue
            row = filled[int(number)]
            place = name if name in row else "target"
            row[place].errors = [*row[place].errors, sentence]
        return homeless
