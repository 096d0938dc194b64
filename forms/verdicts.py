"""The form of a department's answer."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, FormField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from forms.fields import Rows, offered
from forms.sentences import Form

LONGEST_OPINION, LONGEST_LINE, MOST_ROWS = 4000, 300, 40

Choices = Iterable[tuple[str, str]]


class ConditionRow(Form):
    """One coded condition and its wording; one without a kind is none."""

    kind = SelectField(_("Condition"), validate_choice=False)
    text = StringField(_("Wording of the condition"), [Length(max=LONGEST_LINE)])

    def validate_kind(self, field: SelectField) -> None:
        """Require a kind for a wording."""
        if (self.text.data or "").strip() and not field.data:
            raise ValidationError(gettext("Choose the kind of this condition"))


class NarrowRow(Form):
    """One part of the permit's scope that may be narrowed; empty where it is not."""

    key = HiddenField()
    value = StringField(_("Narrower"), [Length(max=LONGEST_LINE)])


class OfferedRow(Form):
    """One condition another department offers: taken on, or left out with the reason."""

    condition = HiddenField()
    take = BooleanField(_("Take it on"))
    why = StringField(_("Why it is left out"), [Length(max=LONGEST_LINE)])

    def validate_why(self, field: StringField) -> None:
        """Require a reason for what is not taken on."""
        if not self.take.data and not (field.data or "").strip():
            raise ValidationError(gettext("Tick it, or say why this condition is left out"))


class VerdictForm(Form):
    """A department's answer: its verdict, opinion, coded conditions, a narrower scope, what it takes on of others."""

    verdict = RadioField(_("What do you decide?"), [InputRequired(_("Choose one of the two"))])
    opinion = TextAreaField(
        _("Your opinion"),
        [Length(max=LONGEST_OPINION)],
        render_kw={"rows": 5},
        description=_("Stands on the decision word for word"),
    )
    offered = Rows(FormField(OfferedRow))
    conditions = Rows(FormField(ConditionRow))
    narrower = Rows(FormField(NarrowRow))
    reason_code = SelectField(_("Reason of a refusal"), validate_choice=False)

    def offer_verdicts(self, verdicts: Choices) -> None:
        """Offer the verdicts of this kind of work, in its words."""
        self.verdict.choices = offered(verdicts)

    def offer_codes(self, conditions: Choices, reasons: Choices) -> None:
        """Offer the coded conditions, and the reasons of a refusal where one is decided; otherwise none is asked."""
        if not len(self.conditions):
            self.conditions.append_entry()
        kinds = offered([("", _("No condition")), *conditions])
        for row in self.conditions:
            row.form.kind.choices = kinds
        if reasons := list(reasons):
            self.reason_code.choices = offered([("", _("Choose")), *reasons])
        elif "reason_code" in self:
            del self.reason_code

    def offer_scope(self, parts: Sequence[tuple[str, str]]) -> None:
        """Ask for each part of the scope that may be narrowed: (key, label)."""
        values = {row.form.key.data: row.form.value for row in self.narrower}
        while len(self.narrower):
            self.narrower.pop_entry()
        for key, label in parts:
            row = self.narrower.append_entry({"key": key, "value": values[key].data if key in values else ""})
            row.form.value.label.text = label
            row.form.value.errors = values[key].errors if key in values else ()

    def offer_conditions(self, conditions: Sequence[tuple[str, str]]) -> None:
        """Ask for each condition another department offers whether it is taken on: (id, its text)."""
        typed = {row.form.condition.data: row.form for row in self.offered}
        while len(self.offered):
            self.offered.pop_entry()
        for key, text in conditions:
            known = typed.get(key)
            row = self.offered.append_entry({"condition": key, "take": known.take.data if known else False})
            row.form.take.label.text = text
            if known:
                row.form.why.data, row.form.why.errors = known.why.data, known.why.errors

    def add_row(self) -> None:
        """Add an empty row for a condition, up to the most there may be."""
        if len(self.conditions) < MOST_ROWS:
            self.conditions.append_entry()

    def remove_row(self, place: str) -> None:
        """Remove the row of a condition, by its place on the page."""
        if place.isdecimal() and int(place) < len(self.conditions):
            self.conditions.entries.pop(int(place))

    @property
    def wrong(self) -> list[tuple[int, Any]]:
        """List the controls of rows with errors, each with its row number."""
        rows = [pair for rows in (self.offered, self.conditions, self.narrower) for pair in enumerate(rows, start=1)]
        return [(number, field) for number, row in rows for field in row.form if field.errors]

    @property
    def has_more(self) -> bool:
        """Whether a condition or a narrower scope is typed."""
        rows = [*self.conditions, *self.narrower]
        return any((field.data or "").strip() for row in rows for field in row.form if field.short_name != "key")

    def blame(self, problems: Iterable[tuple[str, str]]) -> list[str]:
        """Attach each (path, sentence) to its control; returns the sentences without one."""
        homeless = []
        for path, sentence in problems:
            field = self._at(path)
            if field is None:
                homeless.append(sentence)
            else:
                field.errors = [*field.errors, sentence]
        return homeless

    def _at(self, path: str) -> Any:
        """Return the control of a field of the body."""
        name, _sep, place = path.partition(".")
        if name == "narrower":
            return next((row.form.value for row in self.narrower if row.form.key.data == place), None)
        if name == "conditions":
            number, _sep, part = place.partition(".")
            filled = [row.form for row in self.conditions if row.form.kind.data]
            return filled[int(number)][part] if number.isdecimal() and int(number) < len(filled) else None
        return self[name] if name in self and name not in {"left_out", "offered"} else None

    def validate_reason_code(self, field: SelectField) -> None:
        """Require a coded reason for a refusal."""
        if self.verdict.data == "refuse" and not field.data:
            raise ValidationError(gettext("A refusal needs its coded reason"))

    def validate_opinion(self, field: TextAreaField) -> None:
        """Require an opinion for a refusal."""
        if self.verdict.data == "refuse" and not (field.data or "").strip():
            raise ValidationError(gettext("A refusal needs its reasons"))

    def validate(self, extra_validators: Mapping[str, object] | None = None) -> bool:
        """Check every field; what others offer counts for a grant alone."""
        if self.verdict.data != "approve":
            while len(self.offered):
                self.offered.pop_entry()
        return super().validate(extra_validators)
