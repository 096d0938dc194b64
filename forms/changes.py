"""The forms of a case that changes on its way: who joins, which permits go on, which condition is added."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from forms.desk import LONGEST_OPINION
from forms.fields import MultiCheckboxField, offered
from forms.sentences import Form

Pairs = Iterable[tuple[str, str]]


class BranchForm(Form):
    """A department joins mid-way."""

    department = SelectField(_("Which department joins?"), [InputRequired(_("Choose a department"))])
    kind = RadioField(
        _("In which part?"),
        [InputRequired(_("Choose a part"))],
        choices=offered([("opinion", _("It gives its opinion")), ("co_approval", _("It must agree"))]),
    )
    blocks = BooleanField(
        _("The decision waits for its opinion"),
        description=_("An agreement is always waited for"),
    )
    reason = TextAreaField(
        _("Why does it join?"),
        [InputRequired(_("Say why it joins")), Length(max=LONGEST_OPINION)],
        render_kw={"rows": 3, "data-keep": ""},
    )

    def offer(self, departments: Pairs) -> None:
        """Offer the departments that do not take part yet."""
        self.department.choices = offered(departments)


class SettlementForm(Form):
    """The suspensive condition added to a permit already granted."""

    kind = SelectField(_("Kind of condition"), [InputRequired(_("Choose a kind"))])
    text = TextAreaField(
        _("Wording of the condition"),
        [InputRequired(_("Write the condition")), Length(max=LONGEST_OPINION)],
        render_kw={"rows": 3, "data-keep": ""},
        description=_("Goes into the licence word for word and is told to the applicant"),
    )

    def offer(self, kinds: Pairs) -> None:
        """Offer the kinds that meet what is called for."""
        self.kind.choices = offered(kinds)


class MootForm(Form):
    """Which permits go on though a sibling was refused, and which are withdrawn."""

    go_on = MultiCheckboxField(_("These go on"), validate_choice=False)
    withdraw = MultiCheckboxField(
        _("These are withdrawn"),
        validate_choice=False,
        description=_("What is withdrawn has to be applied for again; what you tick nowhere stays open"),
    )

    def offer(self, permits: Pairs) -> None:
        """Offer the permits that wait for an answer."""
        choices = list(permits)
        self.go_on.choices, self.withdraw.choices = offered(choices), offered(choices)
