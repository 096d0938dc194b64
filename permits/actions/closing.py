"""The actions that end an application: withdraw, deliver, rate, call back after a bad rating; and urge."""

from typing import Annotated, Literal

from pydantic import Field, StrictStr
from wtforms import Form

from forms.controls import Area, Line, OneOf, Tick, Ticks
from forms.fields import offered
from permits.actions.action import Action, OwnPage
from permits.actions.fields import Body, Name, Number, Text
from permits.casefile import ActContext, CaseFile
from permits.models.base import JsonObject
from permits.services.case.duties import UNDECIDED
from permits.services.closing import callbacks, delivery, ratings, withdrawals
from workflows import N_

LONGEST_REMARK = 2000


class Withdrawal(Body):
    """The reason, and the permits if not all."""

    permits: Annotated[list[StrictStr], Ticks(N_("What do you withdraw?"))] = Field(default_factory=list)
    reason: Annotated[
        Text,
        Area(N_("Why do you withdraw?"), N_("Give a reason"), rows=3, longest=LONGEST_REMARK),
    ] = ""


class Delivery(Body):
    """How the decisions and licences were delivered."""

    method: Annotated[
        Literal["counter", "post"],
        OneOf(
            N_("How is it handed over?"),
            choices=(("counter", N_("At the counter")), ("post", N_("By post"))),
            default="counter",
        ),
    ] = "counter"
    recipient: Annotated[
        Name, Line(N_("Received by"), help=N_("Left empty only where it is handed over electronically"))
    ] = ""


class Receipt(Body):
    """The applicant's agreement to be served electronically, given with the opening itself."""

    agreed: Annotated[
        Literal[True],
        Tick(
            N_("I agree to be served electronically: the documents count as served on me the moment I open them"),
            N_("Tick the box to agree, or have the documents handed over at the counter or posted"),
        ),
    ]


class Rating(Body):
    """One to five stars."""

    stars: Annotated[
        Number,
        OneOf(
            N_("How was the service?"),
            N_("Give one to five stars"),
            choices=(
                ("5", N_("★★★★★ Very satisfied")),
                ("4", N_("★★★★ Satisfied")),
                ("3", N_("★★★ Fairly satisfied")),
                ("2", N_("★★ Dissatisfied")),
                ("1", N_("★ Very dissatisfied")),
            ),
            means=int,
        ),
    ]
    comment: Annotated[Text, Area(N_("What should be better?"), rows=3, longest=LONGEST_REMARK)] = ""


class CallBack(Body):
    """What the applicant said in the call-back, and what was corrected."""

    result: Annotated[
        Text,
        Area(
            N_("What was heard and put right?"),
            N_("Say what was heard and what has been put right"),
            help=N_("The applicant reads it."),
        ),
    ] = ""


def _withdraw(context: ActContext, application_id: int, body: Withdrawal) -> None:
    withdrawals.withdraw(
        context, application_id, reason=body.reason, permits=body.permits, expected_version=body.expected_version
    )


def _undecided(case: CaseFile) -> list[str]:
    return [key for key, row in case.permits.items() if row.state in UNDECIDED]


def _offer_undecided(case: CaseFile, _key: str, form: Form, language: str) -> None:
    """Fill the choices with the undecided permits, all preselected."""
    undecided = _undecided(case)
    form.permits.choices = offered((key, case.bundle.permits[key].name.get(language)) for key in undecided)
    if not form.permits.data:
        form.permits.data = undecided


def _only_undecided(case: CaseFile, _key: str, values: JsonObject) -> JsonObject:
    """Drop the permits decided while the page was open."""
    undecided = _undecided(case)
    return {**values, "permits": [key for key in values["permits"] if key in undecided]}


def _deliver(context: ActContext, application_id: int, body: Delivery) -> None:
    delivery.deliver(
        context, application_id, method=body.method, recipient=body.recipient, expected_version=body.expected_version
    )


def _receive(context: ActContext, application_id: int, body: Receipt) -> None:
    delivery.receive(context, application_id, expected_version=body.expected_version)


def _rate(context: ActContext, application_id: int, body: Rating) -> None:
    ratings.rate(
        context, application_id, stars=body.stars, comment=body.comment, expected_version=body.expected_version
    )


def _urge(context: ActContext, application_id: int, body: Body) -> None:
    ratings.urge(context, application_id, expected_version=body.expected_version)


def _call_back(context: ActContext, work_item_id: int, body: CallBack) -> None:
    callbacks.record_call_back(context, work_item_id, result=body.result, expected_version=body.expected_version)


ACTIONS = (
    Action(
        "withdraw",
        "application",
        Withdrawal,
        _withdraw,
        summary=N_("Withdraw it, or some undecided permits of it"),
        done=N_("It is withdrawn; the confirmation is among the notices below"),
        page=OwnPage(_offer_undecided, _only_undecided, endpoint="applicant.withdraw"),
        confirms=True,
    ),
    Action(
        "urge",
        "application",
        Body,
        _urge,
        summary=N_("Nudge whoever holds it, once a day"),
        done=N_("Everyone who holds your application has been told"),
        page=OwnPage(endpoint="applicant.track"),
    ),
    Action(
        "deliver",
        "application",
        Delivery,
        _deliver,
        summary=N_("Hand all decisions and licences over at once"),
        done=N_("Delivered; the record of service is being made."),
        page=OwnPage(endpoint="window.check"),
        confirms=True,
    ),
    Action(
        "receive",
        "application",
        Receipt,
        _receive,
        summary=N_("Open the electronic delivery of all decisions and licences; it serves them"),
        done=N_("Served. The record of service is being made; the documents are among the notices below."),
    ),
    Action(
        "rate",
        "application",
        Rating,
        _rate,
        summary=N_("Rate the service"),
        done=N_("Thank you for your rating"),
        page=OwnPage(endpoint="applicant.rate"),
    ),
    Action(
        "record_call_back",
        "work_item",
        CallBack,
        _call_back,
        summary=N_("Record the call-back after a bad rating"),
        done=N_("The call-back is on record; the applicant reads it."),
    ),
)
