"""End a licence: hear the holder, revoke, withdraw in the public interest, cancel; review dependent licences."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from permits.casefile import ActContext, CaseFile, LicenceRow
from permits.casefile.facts import is_on_applicants_side
from permits.casefile.licences import DEFENCE, INTENT, REVIEW, intent_of
from permits.errors import Invalid, refuse_if
from permits.models import Statement
from permits.services.case.bans import FRAUD_YEARS, LAW_79, ban
from permits.services.case.numbers import draw_document_number
from permits.services.licences.inspections import close_duty, open_duty
from permits.services.licences.notices import Ending, Intent, issue_ending, issue_intent, issue_restoration
from permits.services.licences.register import (
    RESTORATION,
    TERM,
    act,
    await_restoration,
    in_days,
    move_reinstatement,
    note_change,
    open_licence,
    supervised,
)
from permits.services.money.fees import refund_due
from workflows import N_, Scope, lifecycle

LAW_7 = "Administrative Licensing Law art. 7"
LAW_69 = "Administrative Licensing Law art. 69"
LAW_8 = "Administrative Licensing Law art. 8"
LAW_70 = "Administrative Licensing Law art. 70"
# Administrative Licensing Law art. 69: may be revoked (first paragraph), must be revoked (second)
MAY = frozenset({"abuse", "ultra_vires", "procedure_breach", "unqualified", "other_by_law"})
MUST = frozenset({"fraud", "bribery"})
# Administrative Licensing Law art. 70(2), (3), (5): grounds to cancel a licence in force without the holder's request
GROUNDS_OF_CANCELLATION = frozenset({"holder_died", "holder_dissolved", "force_majeure"})
GROUNDS_OF_WITHDRAWAL = frozenset({"law_changed", "circumstances_changed"})
GROUNDS_OF_INTENT = MAY | MUST | GROUNDS_OF_WITHDRAWAL


@dataclass(frozen=True, slots=True)
class Revocation:
    """Why a licence is revoked: ground of art. 69, law, reason, and the interests weighed.

    `compensation`: due to a holder in good faith; `is_harm_weighed`: the revocation does no serious public harm.
    """

    ground: str
    law: str = ""
    reason: str = ""
    compensation: str = ""
    is_harm_weighed: bool = True


def notify_intent(
    context: ActContext,
    number: str,
    *,
    ground: str,
    reason: str,
    answer_by: date | None,
    expected_version: int | None = None,
) -> None:
    """Notify the holder of the intent to take a licence back: ground, facts, last day for an answer.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: no ground of art. 8 or 69, no facts, or no answer day after today.
    Law: Administrative Licensing Law art. 7.
    """
    case, row = open_licence(context, number, expected_version)
    act(case, row, "notify_intent")
    refuse_if(
        ("ground", N_("Name the ground on which it is to be taken back"), ground not in GROUNDS_OF_INTENT),
        ("reason", N_("Write down the facts it rests on"), not reason.strip()),
        law=LAW_7,
    )
    if answer_by is None or answer_by <= context.today:
        raise Invalid.at("answer_by", N_("Give the holder a day after today to answer"), law=LAW_7)
    document = draw_document_number(context, context.office.body(case.app.area, row.department).document_prefix)
    ending = "withdraw_by_authority" if ground in GROUNDS_OF_WITHDRAWAL else "revoke"
    why = {"ground": ground, "law": _law_of(ground), "reason": reason}
    after = {"ending": ending, "answer_by_on": answer_by.isoformat()}
    note_change(case, row, INTENT, number=document, why=why, after={**after, "told_at": context.at.isoformat()})
    about = {"licence": row.number, "permit": row.permit, "number": document}
    case.record("licence.intent_told", {**about, **why, **after})
    issue_intent(case, row, Intent(ending, ground, reason, answer_by), number=document)
    case.save()


def _law_of(ground: str) -> str:
    return LAW_8 if ground in GROUNDS_OF_WITHDRAWAL else f"{LAW_69}({2 if ground in MUST else 1})"


def _check_notified(case: CaseFile, row: LicenceRow, ground: str) -> None:
    """Refuse a ground of which the holder was not notified."""
    intent = intent_of(case, row)
    if intent is None or intent.ground != ground:
        raise Invalid.at("ground", N_("The holder was told of another ground: tell what is intended anew"), law=LAW_7)


def hear_defence(
    context: ActContext, number: str, *, text: str, by: str = "", expected_version: int | None = None
) -> None:
    """Record the holder's defence before a licence is taken back.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: the record is empty.
    Law: Administrative Licensing Law art. 7.
    """
    case, row = open_licence(context, number, expected_version)
    act(case, row, "hear_defence")
    if not text.strip():
        said = N_("Write down what the holder said, or that the holder had nothing to say")
        raise Invalid.at("text", said, law=LAW_7)
    case.add(
        Statement,
        area=case.app.area,
        permit=row.permit,
        kind=DEFENCE,
        by=by or row.holder,
        text=text,
        received_at=context.at,
    )
    case.record("licence.defence_heard", {"licence": row.number, "permit": row.permit, "by": by or row.holder})
    case.save()


def revoke(context: ActContext, number: str, why: Revocation, *, expected_version: int | None = None) -> None:
    """Revoke a licence; fraud and bribery ban the holder for three years, a holder in good faith is compensated.

    Opens reviews of dependent licences and orders the restoration of the works.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: the ground is not of art. 69, no notice of intent names it, or serious public harm would follow.
    Law: Administrative Licensing Law art. 69, 79.
    """
    case, row = open_licence(context, number, expected_version)
    left = act(case, row, "revoke")
    _check_revocation(why)
    _check_notified(case, row, why.ground)
    law = why.law.strip() or _law_of(why.ground)
    ending = Ending("revoked", why.ground, law, why.reason or why.ground, why.compensation)
    _end(case, row, ending, left=left)
    if why.ground in MUST:
        ban(case, row.permit, years=FRAUD_YEARS, ground=why.ground, law=LAW_79)
    else:
        _refund_the_rest(case, row, why="revoked")
    case.save()


def _check_revocation(why: Revocation) -> None:
    problems: list[tuple[str, str, Mapping[str, object]]] = []
    if why.ground not in MAY | MUST:
        problems.append(("ground", N_("The ground is none of those for which a licence is revoked"), {}))
    if not why.is_harm_weighed:
        problems.append(("is_harm_weighed", N_("A licence is not revoked where serious public harm would follow"), {}))
    if problems:
        raise Invalid(problems, law=LAW_69)


def withdraw_by_authority(
    context: ActContext,
    number: str,
    *,
    ground: str,
    reason: str,
    compensation: str,
    expected_version: int | None = None,
) -> None:
    """Withdraw a valid licence in the public interest after law or circumstances have changed.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: the ground is not of art. 8, or reason or compensation is empty.
    Law: Administrative Licensing Law art. 8.
    """
    case, row = open_licence(context, number, expected_version)
    left = act(case, row, "withdraw_by_authority")
    problems: list[tuple[str, str, Mapping[str, object]]] = []
    if ground not in GROUNDS_OF_WITHDRAWAL:
        problems.append(("ground", N_("Only changed law or changed circumstances let a licence be withdrawn"), {}))
    if not reason.strip():
        problems.append(("reason", N_("Say which public interest asks for it"), {}))
    if not compensation.strip():
        problems.append(("compensation", N_("Say how the holder's loss is compensated"), {}))
    if problems:
        raise Invalid(problems, law=LAW_8)
    _check_notified(case, row, ground)
    _end(case, row, Ending("withdrawn_by_authority", ground, LAW_8, reason, compensation), left=left)
    _refund_the_rest(case, row, why="shortened")
    case.save()


def _refund_the_rest(case: CaseFile, row: LicenceRow, *, why: str) -> None:
    """Refund the fee of the unused days."""
    used = max((case.context.today - row.valid_from).days, 0)
    refund_due(case, case.permits[row.permit], why=why, most_days=used)


def _end(case: CaseFile, row: LicenceRow, ending: Ending, *, left: str) -> None:
    """End a licence: record it, issue the notice, order restoration, open dependent reviews."""
    context = case.context
    number = draw_document_number(context, context.office.body(case.app.area, row.department).document_prefix)
    serve_by_on, _ = case.clocks.due(context.today, int(case.bundle.switches["revocation_service_working_days"]))
    case.change(row, ended_on=context.today)
    case.clocks.disarm([Scope.of_licence(row.number)], [TERM])
    why = {"ground": ending.ground, "law": ending.law, "reason": ending.reason}
    after = {"serve_by_on": serve_by_on.isoformat(), "compensation": ending.compensation}
    note_change(case, row, ending.kind, number=number, why=why, after=after)
    case.record(
        f"licence.{ending.kind}",
        {**supervised(case, row), "from": left, "to": row.state, "number": number, **why, **after},
    )
    issue_ending(case, row, ending, number=number)
    _order_restoration(case, row)
    _review_dependents(case, row)


def _order_restoration(case: CaseFile, row: LicenceRow) -> None:
    """Order the restoration of works under a licence taken back, unless it is accepted or nothing is owed."""
    if row.reinstatement in lifecycle("reinstatement").final:
        return
    left = move_reinstatement(case, row, "order_restoration", by_system=True)
    scope = Scope.of_licence(row.number)
    case.clocks.disarm([scope], [RESTORATION])
    by_on = case.clocks.wait(scope, RESTORATION, int(case.bundle.switches["restoration_days"]))
    about = {"licence": row.number, "permit": row.permit, "from": left, "by_on": by_on.isoformat()}
    case.record("licence.restoration_ordered", about)
    issue_restoration(case, row, by_on=by_on)


def _review_dependents(case: CaseFile, row: LicenceRow) -> None:
    """Open a review of every licence that depends on this one; none ends by itself."""
    for other in case.licences.values():
        rests_on = case.bundle.permits[other.permit].rests_on
        if row.permit in rests_on and other.state == "in_force":
            limit = case.bundle.departments[other.department].limit_working_days
            open_duty(case, other, other.department, limit, reason=REVIEW)
            case.record(
                "licence.review_opened",
                {
                    "licence": other.number,
                    "permit": other.permit,
                    "department": other.department,
                    "because": row.number,
                },
            )


def uphold(context: ActContext, number: str, *, reason: str, expected_version: int | None = None) -> None:
    """Close the review of a licence that depended on an ended one: it stays in force.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: no reason is given.
    Law: Administrative Licensing Law art. 69.
    """
    case, row = open_licence(context, number, expected_version)
    act(case, row, "uphold")
    if not reason.strip():
        raise Invalid.at("reason", N_("Say why the licence stands by itself"), law=LAW_69)
    close_duty(case, row, reason=REVIEW)
    case.record("licence.upheld", {"licence": row.number, "permit": row.permit, "reason": reason})
    case.save()


def cancel(
    context: ActContext, number: str, *, ground: str = "", reason: str = "", expected_version: int | None = None
) -> None:
    """Cancel a licence: on the holder's request, on a ground of art. 70, or for the register after it has ended.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: the office cancels a licence in force without a ground of art. 70 or without a reason.
    Law: Administrative Licensing Law art. 70.
    """
    case, row = open_licence(context, number, expected_version)
    was_in_force = row.state == "in_force"
    left = act(case, row, "cancel")
    ground = _ground_of_cancellation(case, row, ground, reason) if was_in_force else left
    document = draw_document_number(context, context.office.body(case.app.area, row.department).document_prefix)
    if was_in_force:
        case.change(row, ended_on=context.today)
        case.clocks.disarm([Scope.of_licence(row.number)], [TERM])
        if row.reinstatement == "works":
            await_restoration(case, row, context.today + timedelta(days=in_days(case, "restoration_days")))
    why = {"ground": ground, "law": LAW_70, "reason": reason}
    note_change(case, row, "cancelled", number=document, why=why)
    case.record(
        "licence.cancelled",
        {"licence": row.number, "permit": row.permit, "from": left, "to": row.state, "number": document, **why},
    )
    issue_ending(case, row, Ending("cancelled", ground, LAW_70, reason or ground, ""), number=document)
    case.save()


def _ground_of_cancellation(case: CaseFile, row: LicenceRow, ground: str, reason: str) -> str:
    """Return the ground to cancel a licence in force: `asked_for` if the holder requests it.

    Raises:
        Invalid.
    """
    if is_on_applicants_side(case):
        return "asked_for"
    refuse_if(
        (
            "ground",
            N_("Only death, dissolution or force majeure ends it unasked"),
            ground not in GROUNDS_OF_CANCELLATION,
        ),
        ("reason", N_("Write down how it came to be known"), not reason.strip()),
        law=LAW_70,
    )
    return ground
