"""The doors of supervision orders and of the public explanation of a broken promise."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from pydantic import Field, StrictStr

from permits.api import shapes
from permits.api.doors.door import Door
from permits.casefile import ActContext
from permits.services.oversight import explanations, supervision


class Escalation(shapes.Act):
    """What is to be answered for: a work item, or a department's part in the case; neither: the lead's own."""

    reason: shapes.Text
    work_item: Annotated[shapes.Whole, Field(ge=1)] | None = None
    department: StrictStr = ""


class SupervisionAnswer(shapes.Act):
    """Why it is late, what is done about it, when it will be finished; `number` names the order if several wait."""

    cause: shapes.Text
    measures: shapes.Text
    finish_by: date
    number: StrictStr = ""


class PublicExplanation(shapes.Act):
    """What the public is told."""

    text: shapes.Text


def _escalate(context: ActContext, application_id: int, body: Escalation) -> None:
    supervision.escalate(
        context,
        application_id,
        reason=body.reason,
        work_item=body.work_item,
        department=body.department,
        expected_version=body.expected_version,
    )


def _answer(context: ActContext, application_id: int, body: SupervisionAnswer) -> None:
    answer = supervision.Answer(body.cause, body.measures, body.finish_by, body.number)
    supervision.answer_supervision(context, application_id, answer, expected_version=body.expected_version)


def _publish(context: ActContext, application_id: int, body: PublicExplanation) -> None:
    explanations.publish_explanation(context, application_id, text=body.text, expected_version=body.expected_version)


APPLICATION: Mapping[str, Door] = {
    "escalate": Door(Escalation, _escalate, "Order a department to answer for what is late"),
    "answer_supervision": Door(SupervisionAnswer, _answer, "Answer an order: cause, measures, day"),
    "publish_explanation": Door(PublicExplanation, _publish, "Tell the public why the promised day was not kept"),
}
