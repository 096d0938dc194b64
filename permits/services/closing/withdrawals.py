"""Withdraw an application or some of its permits; decided licences stay in force."""

from collections.abc import Sequence

from permits.casefile import ActContext, CaseFile, PermitRow, open_case
from permits.casefile.facts import DECIDED, application_facts, roles_on_case
from permits.casefile.ledger import await_tomorrow, reproject_application
from permits.errors import Conflict, Forbidden, Invalid
from permits.services.case.duties import UNDECIDED, UNFINISHED, cancel_item
from permits.services.closing.joining import begin_delivery, conclude, end_permit, with_followers
from permits.services.closing.withdrawal_notices import issue_withdrawal
from permits.services.procedures.surveys import cancel_survey
from workflows import APPLICANT, N_, WHOLE_CASE, ApplicationFacts, agent_role, outcome


def withdraw(
    context: ActContext,
    application_id: int,
    *,
    reason: str,
    permits: Sequence[str] = (),
    expected_version: int | None = None,
) -> None:
    """Withdraw the whole application, or some undecided permits of it; decided licences stay in force.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: a permit is decided or not part of this application.
    """
    case = open_case(context, application_id=application_id)
    case.expect(case.app, expected_version)
    undecided = {key: row for key, row in case.permits.items() if row.state in UNDECIDED}
    if unknown := set(permits) - undecided.keys():
        raise Invalid.at(
            "permits", N_("Not an undecided permit of this application: %(keys)s"), keys=", ".join(sorted(unknown))
        )
    permits = sorted(with_followers(case, permits))
    withdraw_chosen(case, permits, roles=roles_on_case(case))
    payload: dict[str, object] = {
        "permits": sorted(permits) or sorted(undecided),
        "reason": reason,
        "to": case.app.state,
        "outcome": case.app.outcome,
    }
    if case.app.state == "withdrawn" and case.app.accepted_at is not None:
        # a withdrawal needs no consent: request (16) and confirmation (14) are one action
        payload["status_codes"] = [16, 14]
    case.record("application.withdrawn" if case.app.state == "withdrawn" else "permit.withdrawn", payload)
    issue_withdrawal(case, reason)
    conclude(case)
    case.save()


def withdraw_chosen(case: CaseFile, permits: Sequence[str], *, roles: frozenset[str]) -> None:
    """Withdraw undecided permits, all if none is named; after the last one the application ends.

    Raises:
        Forbidden, Conflict, WorkflowError.
    """
    undecided = {key: row for key, row in case.permits.items() if row.state in UNDECIDED}
    chosen = with_followers(case, permits)
    if chosen and len(chosen) < len(undecided):
        _withdraw_some(case, [undecided[key] for key in sorted(chosen)], roles=roles)
    else:
        withdraw_whole(case, list(undecided.values()), roles=roles, facts=application_facts(case))


def _withdraw_some(case: CaseFile, rows: Sequence[PermitRow], *, roles: frozenset[str]) -> None:
    if roles.isdisjoint({APPLICANT, agent_role("withdraw")}):
        raise Forbidden
    if case.app.state != "in_review":
        raise Conflict("action_not_open", N_("Single permits can be withdrawn once the application is accepted"))
    for row in rows:
        end_permit(case, row)
    case.touch(case.app)
    reproject_application(case)
    await_tomorrow(case)


def withdraw_whole(
    case: CaseFile,
    rows: Sequence[PermitRow],
    *,
    roles: frozenset[str],
    facts: ApplicationFacts,
    action: str = "withdraw",
) -> None:
    """End an application with its undecided permits; decided ones are still delivered. The caller records and saves.

    The outcome follows from the permits that stand, as where the others were withdrawn first.

    Raises:
        WorkflowError.
    """
    was_accepted = case.app.accepted_at is not None
    case.move(case.app, action, roles=roles, facts=facts)
    for row in rows:
        end_permit(case, row)
    cancel_survey(case)
    for item in case.items:
        if item.permit == "" and item.state in UNFINISHED:
            cancel_item(case, item)
    case.clocks.end(WHOLE_CASE, ("intake", "supplement", "committed", "joint", "stopped", "finish", "tolerance"))
    decided = {row.key: row.decision or "" for row in case.permits.values() if row.state in DECIDED}
    case.change(
        case.app,
        outcome=outcome(decided) if decided else "withdrawn",
        status_code=14 if was_accepted else 2,
        due_on=None,
        yellow_on=None,
    )
    if decided:
        begin_delivery(case)
