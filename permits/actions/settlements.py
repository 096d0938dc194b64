"""The action that settles a contradiction between departments."""

from typing import Annotated

from pydantic import StrictStr
from wtforms import Form

from forms.controls import Area, OneOf
from forms.fields import offered
from permits.actions.action import Action, FormPage
from permits.actions.fields import Body, Text
from permits.casefile import ActContext, CaseFile
from permits.casefile.facts import attributed, contradictions_on
from permits.services.deciding import settlements
from workflows import N_


class ContradictionRuling(Body):
    """Which of two contradicting conditions holds, by its id, and why."""

    holds: Annotated[StrictStr, OneOf(N_("Which one holds?"), N_("Choose the one that holds"))]
    reason: Annotated[
        Text,
        Area(
            N_("Why it holds"),
            N_("Say why it holds"),
            help=N_("Both departments are told; the other condition is set aside"),
        ),
    ] = ""


def _settle(context: ActContext, application_id: int, permit: str, body: ContradictionRuling) -> None:
    ruling = settlements.Ruling(body.holds, body.reason)
    settlements.settle_contradiction(context, application_id, permit, ruling, expected_version=body.expected_version)


def _offer_sides(case: CaseFile, key: str, form: Form, language: str) -> None:
    """Fill the choices with both sides of each contradiction."""
    found = contradictions_on(case, case.permit(key))
    sides = {one.id: attributed(case, one).get(language) for pair in found for one in (pair.first, pair.second)}
    form.holds.choices = offered(sides.items())


ACTIONS = (
    Action(
        "settle_contradiction",
        "permit",
        ContradictionRuling,
        _settle,
        summary=N_("Say which of two contradicting conditions holds"),
        done=N_("Settled; both departments are told."),
        page=FormPage(_offer_sides),
    ),
)
