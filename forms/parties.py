"""Who applies, and for what: the first two steps of an application."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import EmailField, Field, RadioField, SelectField, StringField, TelField
from wtforms.validators import Length

from forms.fields import offered
from forms.sentences import Form

LONGEST = 300


class PartForm(Form):
    """A form over parts of an application; the field `site_road` is `road` of the part `site`."""

    due: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.due:
            self[name].flags.required = True

    def fill(self, parts: Mapping[str, Mapping[str, Any]]) -> None:
        """Show what is on file."""
        for control in self:
            part, _sep, key = control.name.partition("_")
            control.data = parts.get(part, {}).get(key) or control.data

    def parts(self) -> dict[str, dict[str, Any]]:
        """Read the parts back."""
        found: dict[str, dict[str, Any]] = {}
        for control in self:
            part, _sep, key = control.name.partition("_")
            found.setdefault(part, {})[key] = (control.data or "").strip()
        return found

    def changes(self, sent: Collection[str]) -> dict[str, dict[str, Any]]:
        """Read back what was sent, an emptied control as none: what was not sent stays."""
        found: dict[str, dict[str, Any]] = {}
        for control in self:
            part, _sep, key = control.name.partition("_")
            if control.name in sent:
                found.setdefault(part, {})[key] = (control.data or "").strip() or None
        return found

    def has(self, path: str) -> bool:
        """Say whether a field of the application has its control here."""
        return _name_of(path) in self

    def blame(self, problems: Iterable[tuple[str, str]]) -> list[str]:
        """Put each (path, sentence) beside its control; returns the sentences that have none."""
        homeless = []
        for path, sentence in problems:
            if self.has(path):
                control: Field = self[_name_of(path)]
                control.errors = [*control.errors, sentence]
            else:
                homeless.append(sentence)
        return homeless


def _text(label: Any, help_text: Any = "", complete: str = "", kind: type[StringField] = StringField) -> Any:
    hints = {"autocomplete": complete} if complete else None
    return kind(label, [Length(max=LONGEST)], description=help_text, render_kw=hints)


def _name_of(path: str) -> str:
    return path.replace(".", "_")


class AgentForm(PartForm):
    """Who handles the application."""

    agent_name = _text(_("Name of the agent"), _("Who handles the application and answers the telephone"), "name")
    agent_phone = _text(_("Mobile telephone"), "", "tel", TelField)
    agent_resident_id = _text(_("Identity card number of the agent"))
    agent_email = _text(_("E-mail"), "", "email", EmailField)


class PartiesForm(AgentForm):
    """Applicant and agent."""

    due = ("applicant_kind", "applicant_name", "agent_name")

    applicant_kind = RadioField(
        _("Who applies?"),
        choices=offered([("company", _("A company or other organisation")), ("person", _("A private person"))]),
        default="company",
        validate_choice=False,
    )
    applicant_name = _text(
        _("Name of the applicant"), _("As it stands on the licence or identity card"), "organization"
    )
    applicant_uscc = _text(_("Unified social credit code"), _("18 characters, on the business licence"))
    applicant_resident_id = _text(_("Identity card number"), _("Only for a private person"))
    applicant_address = _text(_("Address"), "", "street-address")


class PaperForm(PartiesForm):
    """Applicant and agent as the counter writes them down: the telephone finds a private person's own account.

    One of `either` names the applicant; which, the kind of applicant says.
    """

    either = ("applicant_uscc", "applicant_resident_id")

    applicant_phone = _text(
        _("Telephone of a private person"), _("Name and telephone find the account, if there is one"), "tel", TelField
    )


class ProjectForm(PartForm):
    """Project and site."""

    due: tuple[str, ...] = ("site_road",)

    project_name = _text(_("Name of the project"))
    project_code = _text(_("Project code"), _("From the investment project platform, if there is one"))
    project_type = SelectField(
        _("Kind of project"),
        choices=offered(
            [
                ("", _("Please choose")),
                ("private", _("Private or ordinary project")),
                ("infrastructure", _("Public infrastructure")),
                ("provincial_key", _("Provincial key project")),
                ("national_key", _("National key project")),
            ]
        ),
        validate_choice=False,
    )
    site_road = _text(_("Road the access joins"), _("Known roads bring the day they were opened with them"))
    site_address = _text(_("Where on the road"), _("For example: north side, 120 m east of the junction"))


class AmendedForm(AgentForm, ProjectForm):
    """What beside the answers can be changed once an application is submitted; its applicant stays."""

    due = ("agent_name", "site_road")
