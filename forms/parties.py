"""Forms over the parts of an application: applicant, agent, project and site."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from wtforms import EmailField, Field, RadioField, SelectField, StringField, TelField
from wtforms.form import BaseForm

from forms.fields import offered
from workflows import N_, Bundle, FieldKind, FieldPage, FormField, fields_on

SECTIONS: Mapping[str, str] = {
    "applicant": N_("Applicant"),
    "agent": N_("Agent"),
    "project": N_("Project"),
}
CONTROLS: Mapping[FieldKind, type[StringField]] = {"phone": TelField, "email": EmailField}
Parts = dict[str, dict[str, str | None]]
Known = Mapping[str, Mapping[str, object]]
Sent = MultiDict[str, str]


class PartForm(BaseForm):
    """A form over fields of an application; the field `agent.name` has the control `agent_name`.

    It validates nothing: the service refuses, and `blame` attaches its sentences to the controls.
    """

    def __init__(
        self,
        fields: Sequence[FormField],
        lang: str,
        sent: Sent | None = None,
        *,
        known: Known | None = None,
        place: str = "",
    ) -> None:
        """Show the submitted input, or else the stored values of each part; `place` heads the bundle's own fields."""
        self._place = place
        self.asked: Mapping[str, FormField] = {field.control: field for field in fields}
        super().__init__({field.control: _control(field, lang) for field in fields})
        on_file = known or {}
        self.process(sent, data={one.control: on_file.get(one.part, {}).get(one.key) or one.default for one in fields})
        for name, field in self.asked.items():
            self[name].flags.required = is_due(field)
            # one of the numbers names the applicant: neither is optional
            self[name].flags.is_one_of = field.is_number and field.identifies
            self[name].flags.only = field.only
            self[name].flags.register = field.register

    @property
    def sections(self) -> list[tuple[str, list[Field]]]:
        """Group the controls by part, each with its title."""
        found: dict[str, list[Field]] = {}
        for name, field in self.asked.items():
            found.setdefault(field.part, []).append(self[name])
        return [
            (gettext(SECTIONS[part]) if part in SECTIONS else self._place, controls) for part, controls in found.items()
        ]

    @property
    def registers(self) -> set[str]:
        """The office's lists that controls offer entries of."""
        return {field.register for field in self.asked.values()} - {""}

    def parts(self, sent: Collection[str] | None = None) -> Parts:
        """Return the parts, an empty control as None; with `sent`, only controls of these names."""
        found: Parts = {}
        for name, field in self.asked.items():
            if sent is None or name in sent:
                found.setdefault(field.part, {})[field.key] = (self[name].data or "").strip() or None
        return found

    def has(self, path: str) -> bool:
        """Return whether a field of the application has a control in this form."""
        return path.replace(".", "_") in self

    def blame(self, problems: Iterable[tuple[str, str]]) -> list[str]:
        """Attach each (path, sentence) to its control; returns the sentences without one."""
        homeless = []
        for path, sentence in problems:
            if self.has(path):
                control: Field = self[path.replace(".", "_")]
                control.errors = [*control.errors, sentence]
            else:
                homeless.append(sentence)
        return homeless


def is_due(field: FormField) -> bool:
    """Return whether the page marks a field as required."""
    return bool(field.required or field.default)


def filing_form(
    bundle: Bundle, parts: Collection[str], lang: str, sent: Sent | None = None, *, known: Known | None = None
) -> PartForm:
    """Build the form an applicant files or amends parts with."""
    fields = fields_on({"form"}, parts, bundle)
    return PartForm(fields, lang, sent, known=known, place=bundle.form.title.get(lang))


def counter_form(lang: str, sent: Sent | None = None) -> PartForm:
    """Build the form of applicant and agent for a counter filing.

    The telephone identifies a private person's account.
    """
    return PartForm(fields_on({"form", "counter"}, ("applicant", "agent")), lang, sent)


def mending_form(
    bundle: Bundle, is_flagged: Callable[[str], bool], lang: str, sent: Sent | None, *, known: Known
) -> PartForm:
    """Build the form of exactly the fields a deficiency notice flags, by path."""
    shown: tuple[FieldPage, ...] = ("form", "counter")
    fields = [one for one in fields_on(shown, bundle=bundle) if is_flagged(one.path)]
    return PartForm(fields, lang, sent, known=known, place=bundle.form.title.get(lang))


def _control(field: FormField, lang: str) -> Field:
    label, described = field.label.get(lang), field.help.get(lang) if field.help else ""
    options = [(str(one.value), one.label.get(lang)) for one in field.choices]
    if field.default:
        return RadioField(label, description=described, choices=offered(options), validate_choice=False)
    if options:
        first = ("", gettext("Please choose"))
        return SelectField(label, description=described, choices=offered([first, *options]), validate_choice=False)
    hints: dict[str, str | int] = {"maxlength": field.longest}
    if field.autocomplete:
        hints["autocomplete"] = field.autocomplete
    return CONTROLS.get(field.kind, StringField)(label, description=described, render_kw=hints)
