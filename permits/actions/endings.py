"""The actions that end a licence before its term: announce, hear, revoke, withdraw, uphold, cancel."""

from datetime import date
from typing import Annotated, Literal

from pydantic import StrictStr
from wtforms import Form

from forms.controls import Area, Day, Pick, Tick
from permits.actions.action import Action, FormPage
from permits.actions.fields import ApiOnly, Body, LawReference, Name, Text
from permits.casefile import ActContext, CaseFile
from permits.casefile.facts import is_on_applicants_side
from permits.services.licences import endings
from workflows import N_

TO_REVOKE = (
    ("fraud", N_("Fraud (must be revoked)")),
    ("bribery", N_("Bribery (must be revoked)")),
    ("abuse", N_("Abuse of power or neglect of duty")),
    ("ultra_vires", N_("Beyond the authority's powers")),
    ("procedure_breach", N_("Breach of procedure")),
    ("unqualified", N_("Unqualified applicant")),
    ("other_by_law", N_("Other case by law")),
)
TO_WITHDRAW = (
    ("law_changed", N_("The law has been changed")),
    ("circumstances_changed", N_("Circumstances have changed greatly")),
)
UNASKED = (
    ("holder_died", N_("The holder has died")),
    ("holder_dissolved", N_("The holder has been dissolved")),
    ("force_majeure", N_("Force majeure")),
)
REASON = Area(N_("Reason for the record"), N_("Give the reason"))


def _ground(choices: tuple[tuple[str, str], ...]) -> Pick:
    return Pick(N_("Ground of the law"), N_("Choose the ground"), choices=choices)


class Intended(Body):
    """The ground and facts for ending the licence, and the last day for the holder's answer."""

    ground: Annotated[StrictStr, _ground(TO_REVOKE + TO_WITHDRAW)] = ""
    reason: Annotated[Text, Area(N_("Facts on which it is based"), N_("Write down the facts it rests on"))] = ""
    answer_by: Annotated[
        date | None,
        Day(
            N_("Until which day is an answer awaited?"),
            N_("Name the day"),
            help=N_("After today; when it has passed without a word, the decision can be taken"),
        ),
    ] = None


class Heard(Body):
    """The holder's statement."""

    text: Annotated[Text, Area(N_("What did the holder say?"), N_("Write it down"))] = ""
    by: Annotated[Name, ApiOnly("the page puts down what the holder said itself")] = ""


class Revoked(Body):
    """A ground of article 69, the law and the facts; compensation for a holder in good faith."""

    ground: Annotated[StrictStr, _ground(TO_REVOKE)]
    law: Annotated[LawReference, ApiOnly("on the page the ground names its article")] = ""
    reason: Annotated[Text, REASON] = ""
    compensation: Annotated[Text, Area(N_("Compensation for the holder"), rows=2)] = ""
    is_harm_weighed: Annotated[
        bool, Tick(N_("Revoking does no serious public harm"), N_("Weigh the public harm first"))
    ] = True


class TakenBack(Body):
    """Changed law or circumstances, the public interest, the compensation."""

    ground: Annotated[StrictStr, _ground(TO_WITHDRAW)] = ""
    reason: Annotated[Text, REASON] = ""
    compensation: Annotated[Text, Area(N_("Compensation for the holder"), N_("Say how the loss is compensated"))] = ""


class Reasoned(Body):
    """The reason."""

    reason: Annotated[Text, REASON] = ""


class Cancellation(Reasoned):
    """The reason; and the ground, where the office cancels a licence in force that its holder has not given up."""

    ground: Annotated[Literal["", "holder_died", "holder_dissolved", "force_majeure"], _ground(UNASKED)] = ""


def _tell(context: ActContext, number: str, body: Intended) -> None:
    endings.notify_intent(
        context,
        number,
        ground=body.ground,
        reason=body.reason,
        answer_by=body.answer_by,
        expected_version=body.expected_version,
    )


def _hear(context: ActContext, number: str, body: Heard) -> None:
    endings.hear_defence(context, number, text=body.text, by=body.by, expected_version=body.expected_version)


def _revoke(context: ActContext, number: str, body: Revoked) -> None:
    why = endings.Revocation(
        body.ground, body.law, body.reason, body.compensation, is_harm_weighed=body.is_harm_weighed
    )
    endings.revoke(context, number, why, expected_version=body.expected_version)


def _withdraw(context: ActContext, number: str, body: TakenBack) -> None:
    endings.withdraw_by_authority(
        context,
        number,
        ground=body.ground,
        reason=body.reason,
        compensation=body.compensation,
        expected_version=body.expected_version,
    )


def _uphold(context: ActContext, number: str, body: Reasoned) -> None:
    endings.uphold(context, number, reason=body.reason, expected_version=body.expected_version)


def _cancel(context: ActContext, number: str, body: Cancellation) -> None:
    endings.cancel(context, number, ground=body.ground, reason=body.reason, expected_version=body.expected_version)


def _offer_ground(case: CaseFile, number: str, form: Form, _language: str) -> None:
    """Ask for a ground only where the office ends a licence in force: the holder's own request needs none."""
    row = case.licences[number]
    is_asked = row.state == "in_force" and not is_on_applicants_side(case)
    if not is_asked and "ground" in form:
        del form["ground"]


ACTIONS = (
    Action(
        "notify_intent",
        "licence",
        Intended,
        _tell,
        summary=N_("Tell the holder that it is to be taken back, and why"),
        done=N_("The holder is told what is intended."),
        confirms=True,
    ),
    Action(
        "hear_defence",
        "licence",
        Heard,
        _hear,
        summary=N_("Record what the holder has to say"),
        done=N_("The holder's statement is on record."),
    ),
    Action(
        "revoke",
        "licence",
        Revoked,
        _revoke,
        summary=N_("Revoke it on a ground of article 69"),
        done=N_("The licence is revoked."),
        confirms=True,
    ),
    Action(
        "withdraw_by_authority",
        "licence",
        TakenBack,
        _withdraw,
        summary=N_("Withdraw it in the public interest"),
        done=N_("The licence is withdrawn."),
        confirms=True,
    ),
    Action(
        "uphold",
        "licence",
        Reasoned,
        _uphold,
        summary=N_("Close its review: it stands"),
        done=N_("The licence stands."),
    ),
    Action(
        "cancel",
        "licence",
        Cancellation,
        _cancel,
        summary=N_("Cancel it"),
        done=N_("The licence is cancelled."),
        page=FormPage(_offer_ground),
        confirms=True,
    ),
)
