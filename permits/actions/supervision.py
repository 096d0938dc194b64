"""The actions of supervision orders, and the public explanation of a broken promise."""

from datetime import date
from typing import Annotated

from pydantic import Field, StrictStr
from wtforms import Form

from forms.controls import Area, Day, Pick
from permits.actions.action import Action, FormPage
from permits.actions.fields import ApiOnly, Body, InternalText, Number, Text
from permits.casefile import ActContext, CaseFile
from permits.i18n import translate
from permits.services.case.duties import UNFINISHED
from permits.services.oversight import explanations, supervision
from permits.words import WORDS
from workflows import N_

WHOLE_CASE = "case"


def _item(about: str) -> int | None:
    """Return the id of the chosen work item; None for the whole case."""
    return int(about) if about.isdecimal() else None


class Escalation(Body):
    """The subject of the order: a work item, or a department's part in the case; neither: the lead's own part."""

    work_item: Annotated[
        Annotated[Number, Field(ge=1)] | None,
        Pick(N_("What is to be answered for"), N_("Choose one"), called="about", means=_item),
    ] = None
    department: Annotated[StrictStr, ApiOnly("the page names the work item, which names its department")] = ""
    reason: Annotated[InternalText, Area(N_("Reason"), N_("Say why"))]


class SupervisionAnswer(Body):
    """Why work is late, what is done about it, when it will be finished; `number` names the order if several wait."""

    number: Annotated[StrictStr, Pick(N_("Supervision order"), N_("Choose one"))] = ""
    cause: Annotated[InternalText, Area(N_("Why it is late"), N_("Write what the order asks for"))]
    measures: Annotated[InternalText, Area(N_("What is done about it"), N_("Write what the order asks for"))]
    finish_by: Annotated[
        date,
        Day(
            N_("Will be finished by"),
            N_("Name a day"),
            help=N_("If it is still late after this day, a second order follows"),
        ),
    ]


class PublicExplanation(Body):
    """The text published."""

    text: Annotated[
        Text,
        Area(
            N_("Explanation"),
            N_("Write the explanation"),
            rows=6,
            help=N_("Published word for word on the public performance page and told to the applicant"),
        ),
    ]


def _escalate(context: ActContext, application_id: int, body: Escalation) -> None:
    supervision.escalate(
        context,
        application_id,
        reason=body.reason,
        work_item=body.work_item,
        department=body.department,
        expected_version=body.expected_version,
    )


def _offer_items(case: CaseFile, _key: str, form: Form, language: str) -> None:
    """Fill the choices with every unfinished work item and the whole case."""
    bodies = case.context.office.bodies_of(case.app.area)
    kinds = {item.kind: translate(WORDS["kind"].get(item.kind, item.kind), language) for item in case.items}
    form.about.choices = [
        (str(item.id), f"{bodies[item.department].short[language]} · {kinds[item.kind]}")
        for item in case.items
        if item.state in UNFINISHED
    ] + [(WHOLE_CASE, translate(N_("The case as a whole"), language))]


def _answer(context: ActContext, application_id: int, body: SupervisionAnswer) -> None:
    answer = supervision.Answer(body.cause, body.measures, body.finish_by, body.number)
    supervision.answer_supervision(context, application_id, answer, expected_version=body.expected_version)


def _offer_orders(case: CaseFile, _key: str, form: Form, language: str) -> None:
    bodies = case.context.office.bodies_of(case.app.area)
    form.number.choices = [
        (order.number, f"{bodies[order.department].short[language]} · {order.number}")
        for order in supervision.open_orders_to(case)
    ]


def _publish(context: ActContext, application_id: int, body: PublicExplanation) -> None:
    explanations.publish_explanation(context, application_id, text=body.text, expected_version=body.expected_version)


ACTIONS = (
    Action(
        "escalate",
        "application",
        Escalation,
        _escalate,
        summary=N_("Order a department to answer for what is late"),
        done=N_("The order has gone out; its answer is awaited."),
        page=FormPage(_offer_items),
    ),
    Action(
        "answer_supervision",
        "application",
        SupervisionAnswer,
        _answer,
        summary=N_("Answer an order: cause, measures, day"),
        done=N_("The order is answered."),
        page=FormPage(_offer_orders),
    ),
    Action(
        "publish_explanation",
        "application",
        PublicExplanation,
        _publish,
        summary=N_("Tell the public why the promised day was not kept"),
        done=N_("The explanation is published."),
    ),
)
