"""The forms of a licence's later life."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateField, DecimalField, IntegerField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from forms.desk import LONGEST_OPINION
from forms.fields import offered
from forms.sentences import Form

TO_REVOKE = (
    ("fraud", _("Fraud (must be revoked)")),
    ("bribery", _("Bribery (must be revoked)")),
    ("abuse", _("Abuse of power or neglect of duty")),
    ("ultra_vires", _("Beyond the authority's powers")),
    ("procedure_breach", _("Breach of procedure")),
    ("unqualified", _("Unqualified applicant")),
    ("other_by_law", _("Other case by law")),
)
TO_WITHDRAW = (
    ("law_changed", _("The law has been changed")),
    ("circumstances_changed", _("Circumstances have changed greatly")),
)


def _said(label: object, demand: object) -> TextAreaField:
    limits = [InputRequired(demand), Length(max=LONGEST_OPINION)]
    return TextAreaField(label, limits, render_kw={"rows": 4, "data-keep": ""})


class RenewForm(Form):
    """Until when."""

    until = DateField(
        _("Renewed until which day?"), [Optional()], description=_("Leave empty for the longest term allowed")
    )
    reason = TextAreaField(_("Reason for the record"), [Length(max=LONGEST_OPINION)], render_kw={"rows": 3})


class VaryForm(Form):
    """What is to change: the last day, the days or the area occupied."""

    to = DateField(_("Last day from now on"), [Optional()])
    days = IntegerField(_("Days occupied from now on"), [Optional(), NumberRange(min=1, max=3650)])
    area_m2 = DecimalField(_("Area occupied from now on"), [Optional(), NumberRange(min=0)])
    reason = TextAreaField(_("Reason for the record"), [Length(max=LONGEST_OPINION)], render_kw={"rows": 3})


class PlainForm(Form):
    """Nothing to fill in."""


class InspectionForm(Form):
    """Who inspected, what they found, and what they measured of the parts the licence covers."""

    officers = TextAreaField(
        _("Officers, one a line"), [InputRequired(_("Name two officers at least"))], render_kw={"rows": 2}
    )
    findings = _said(_("What you found"), _("Say what you found"))
    occupy = DecimalField(_("Area occupied, measured (m²)"), [Optional(), NumberRange(min=0)])
    excavate = DecimalField(_("Area broken, measured (m²)"), [Optional(), NumberRange(min=0)])
    green = DecimalField(_("Green area used, measured (m²)"), [Optional(), NumberRange(min=0)])
    used_until = DateField(
        _("Last day the place was seen in use"), [Optional()], description=_("Leave empty where it was not in use")
    )


class CountForm(Form):
    """Who counted the trees, how many live, and what is planted again."""

    officers = TextAreaField(
        _("Officers, one a line"), [InputRequired(_("Name two officers at least"))], render_kw={"rows": 2}
    )
    alive = IntegerField(_("Trees that live"), [InputRequired(_("Count the trees")), NumberRange(min=0)])
    dead = IntegerField(_("Trees that are dead"), [InputRequired(_("Count the trees")), NumberRange(min=0)])
    replant_by = DateField(_("To be planted again by which day?"), [Optional()])
    findings = _said(_("What you found"), _("Say what you found"))


class RectifyForm(InspectionForm):
    """What is to be put right, and by when."""

    rectify_by = DateField(_("To be put right by which day?"), [InputRequired(_("Name the day"))])


class IntentForm(Form):
    """What is intended, on which ground and facts, and until when an answer is awaited."""

    ground = SelectField(
        _("Ground of the law"), [InputRequired(_("Choose the ground"))], choices=offered(TO_REVOKE + TO_WITHDRAW)
    )
    reason = _said(_("Facts it rests on"), _("Write down the facts it rests on"))
    answer_by = DateField(
        _("Until which day is an answer awaited?"),
        [InputRequired(_("Name the day"))],
        description=_("After today; when it has passed without a word, the decision can be taken"),
    )


class DefenceForm(Form):
    """What the holder said."""

    text = _said(_("What did the holder say?"), _("Write it down"))


class RevokeForm(Form):
    """A ground of the law, the facts, what is owed, what was weighed."""

    ground = SelectField(
        _("Ground of the law"),
        [InputRequired(_("Choose the ground"))],
        choices=offered(TO_REVOKE),
    )
    reason = _said(_("Reason for the record"), _("Give the reason"))
    compensation = TextAreaField(_("Compensation for the holder"), [Length(max=LONGEST_OPINION)], render_kw={"rows": 2})
    is_harm_weighed = BooleanField(
        _("Revoking does no serious public harm"), [InputRequired(_("Weigh the public harm first"))]
    )


class TakeBackForm(Form):
    """Changed law or circumstances, the public interest, the compensation."""

    ground = SelectField(
        _("Ground of the law"),
        [InputRequired(_("Choose the ground"))],
        choices=offered(TO_WITHDRAW),
    )
    reason = _said(_("Reason for the record"), _("Give the reason"))
    compensation = _said(_("Compensation for the holder"), _("Say how the loss is compensated"))


class ReasonForm(Form):
    """Why."""

    reason = _said(_("Reason for the record"), _("Give the reason"))


class CancelForm(ReasonForm):
    """Why; and the ground, where the holder has not asked."""

    ground = SelectField(
        _("Ground of the law"),
        [InputRequired(_("Choose the ground"))],
        choices=offered(
            [
                ("holder_died", _("The holder has died")),
                ("holder_dissolved", _("The holder has been dissolved")),
                ("force_majeure", _("Force majeure")),
            ]
        ),
    )
