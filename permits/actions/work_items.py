"""The actions of a work item: claim, answer, forward."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictStr, model_validator

from forms.verdicts import VerdictForm
from permits.actions.action import Action, OwnPage
from permits.actions.fields import Bespoke, Body, ExactObject, LawReference, Shape, Text, exact
from permits.casefile import ActContext
from permits.services.deciding import work_items
from workflows import N_

# whose a condition is follows from who answers
GIVEN = {"department"}
Opinion = Annotated[Text, Bespoke("beside agreeing or refusing", "opinion")]


class Condition(BaseModel):
    """A coded condition; further facts depend on its kind."""

    model_config = ConfigDict(extra="allow")

    kind: StrictStr
    text: Text

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: object) -> object:
        return exact(value)


class LeftOut(Shape):
    """A condition another department offers, by its id, and why the grant leaves it out."""

    condition: StrictStr
    why: Text


class Approval(Body):
    """The department agrees, with conditions, or for less than was asked.

    A grant carries the conditions of the other departments; `left_out` names the offered ones it does not take on.
    """

    opinion: Opinion = ""
    conditions: Annotated[list[Condition], Bespoke("a row each, worded for its kind if left empty", "conditions")] = (
        Field(default_factory=list)
    )
    narrower: Annotated[ExactObject | None, Bespoke("a row for each part of the permit's scope", "narrower")] = None
    left_out: Annotated[list[LeftOut], Bespoke("a row for each condition another department offers", "offered")] = (
        Field(default_factory=list)
    )


class Refusal(Body):
    """The department refuses, with its coded reason."""

    opinion: Opinion = ""
    reason_code: Annotated[StrictStr | None, Bespoke("asked for once refusing is chosen", "reason_code")] = None
    law: Annotated[LawReference | None, Bespoke("comes with the coded reason", "reason_code")] = None


class Forwarding(Body):
    """The opinion of a pre-review; the whole file is forwarded with it, whatever it recommends."""

    opinion: Opinion = ""
    recommends: Annotated[Literal["grant", "refusal"], Bespoke("the verdict of a pre-review", "verdict")] = "grant"


def _claim(context: ActContext, work_item_id: int, body: Body) -> None:
    work_items.claim(context, work_item_id, expected_version=body.expected_version)


def _release(context: ActContext, work_item_id: int, body: Body) -> None:
    work_items.release(context, work_item_id, expected_version=body.expected_version)


def _approve(context: ActContext, work_item_id: int, body: Approval) -> None:
    conditions = [condition.model_dump(mode="json", exclude=GIVEN) for condition in body.conditions]
    left_out = [work_items.LeftOut(one.condition, one.why) for one in body.left_out]
    verdict = work_items.Verdict(opinion=body.opinion, conditions=conditions, narrower=body.narrower, left_out=left_out)
    work_items.approve(context, work_item_id, verdict, expected_version=body.expected_version)


def _refuse(context: ActContext, work_item_id: int, body: Refusal) -> None:
    verdict = work_items.Verdict(opinion=body.opinion, reason_code=body.reason_code, law=body.law)
    work_items.refuse(context, work_item_id, verdict, expected_version=body.expected_version)


def _forward(context: ActContext, work_item_id: int, body: Forwarding) -> None:
    verdict = work_items.Verdict(opinion=body.opinion, advises_against=body.recommends == "refusal")
    work_items.forward(context, work_item_id, verdict, expected_version=body.expected_version)


DESK = "clerk.decide"
ON_RECORD = N_("Your answer is on record.")
ACTIONS = (
    Action(
        "claim",
        "work_item",
        Body,
        _claim,
        summary=N_("Take it on"),
        done=N_("This is yours now."),
        page=OwnPage(endpoint=DESK),
    ),
    Action(
        "release",
        "work_item",
        Body,
        _release,
        summary=N_("Put it back for the others of the department"),
        done=N_("Put back for your colleagues."),
        page=OwnPage(endpoint=DESK),
    ),
    Action(
        "approve",
        "work_item",
        Approval,
        _approve,
        summary=N_("Agree; on a decision, grant its permit"),
        done=ON_RECORD,
        page=OwnPage(endpoint=DESK, form=VerdictForm),
        confirms=True,
    ),
    Action(
        "refuse",
        "work_item",
        Refusal,
        _refuse,
        summary=N_("Refuse, with a coded reason"),
        done=ON_RECORD,
        page=OwnPage(endpoint=DESK, form=VerdictForm),
        confirms=True,
    ),
    Action(
        "forward",
        "work_item",
        Forwarding,
        _forward,
        summary=N_("Pass the whole file up to the government with the pre-review's opinion"),
        done=ON_RECORD,
        page=OwnPage(endpoint=DESK, form=VerdictForm),
    ),
)
