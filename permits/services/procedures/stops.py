"""Stop a permit's clocks for a special procedure 特别程序, and resume them."""

from dataclasses import dataclass

from permits.casefile import ActContext, CaseFile, PermitRow, open_case
from permits.casefile.facts import foreseen, permit_facts, roles_on_permit
from permits.casefile.ledger import OF_PERMIT, resume, stop
from permits.casefile.writing import Where
from permits.errors import refuse_if
from permits.models import SpecialProcedure
from permits.services.case.duties import OPEN_STATES, SYSTEM_ROLES, open_waiting_items
from permits.services.case.numbers import draw_document_number
from permits.services.notifying.notices import words
from permits.services.procedures.notices import issue_special_procedure
from workflows import N_, WorkItemFacts

ARTICLE_45 = "Administrative Licensing Law art. 45"
EXPECTED_END = "special_procedure"


@dataclass(frozen=True, slots=True)
class Stop:
    """Why a clock stops: a ground the law requires, the text of the notice, the working days it needs."""

    ground: str
    notice: str
    expected_days: int | None


def stop_clock(
    context: ActContext, application_id: int, permit: str, why: Stop, *, expected_version: int | None = None
) -> None:
    """Stop both clocks of a permit today, the day its notice is served; its siblings' clocks run on.

    Raises:
        NotFound, Conflict, WorkflowError: among them a ground that no law requires of this permit as the case stands.
        Invalid: the text of the notice is empty, or the days it takes are not named.
    Law: Administrative Licensing Law art. 45.
    """
    case, row = open_permit(context, application_id, permit, expected_version)
    facts = permit_facts(case, row, ground=why.ground or "none")
    left = case.move(row, "stop_clock", roles=roles_on_permit(case, row), facts=facts)
    _check(why)
    number = draw_document_number(context, context.office.body(case.app.area, row.department).document_prefix)
    for item in case.items:
        if item.permit == row.key and item.state in OPEN_STATES:
            case.move(item, "suspend", roles=SYSTEM_ROLES, facts=WorkItemFacts.unknown())
    stop(case, row, basis=why.ground, notice=number)
    expected = _await_result(case, row, why.expected_days or 0)
    law = words(foreseen(case, row)[why.ground])
    case.add(
        SpecialProcedure,
        area=case.app.area,
        permit=row.key,
        ground=why.ground,
        law=law["zh"] if case.app.language == "zh" else law["en"],
        notice=why.notice,
        number=number,
        expected_days=why.expected_days,
        started_on=context.today,
    )
    case.change(case.app, status_code=9)
    about = {"permit": row.key, "from": left, "to": row.state, "ground": why.ground, "number": number}
    case.record("clock.stopped", {**about, "from_on": context.today.isoformat(), **expected})
    issue_special_procedure(case, row, why, number=number, law=law)
    case.save()


def _check(why: Stop) -> None:
    lacks_days = not why.expected_days
    refuse_if(
        ("notice", N_("The clock stops only with a written notice: write it"), not why.notice.strip()),
        ("expected_days", N_("Name the working days it takes: the applicant is told in writing"), lacks_days),
        law=ARTICLE_45,
    )


def _await_result(case: CaseFile, row: PermitRow, expected_days: int) -> dict[str, str]:
    """Wait for the expected end of the procedure; returns its day for the event."""
    return {"expected_on": case.clocks.wait(row.key, EXPECTED_END, expected_days).isoformat()}


def resume_clock(context: ActContext, application_id: int, permit: str, *, expected_version: int | None = None) -> None:
    """Resume a permit's clocks; today is counted, and its suspended items continue.

    Raises:
        NotFound, Conflict, WorkflowError.
    Law: Administrative Licensing Law art. 45.
    """
    case, row = open_permit(context, application_id, permit, expected_version)
    left = case.move(row, "resume_clock", roles=roles_on_permit(case, row), facts=permit_facts(case, row))
    for item in case.items:
        if item.permit == row.key and item.state == "suspended":
            is_held = item.assignee_id is not None
            action = "resume_claimed" if is_held else "resume"
            case.move(item, action, roles=SYSTEM_ROLES, facts=WorkItemFacts(is_unassigned=not is_held))
    end_procedure(case, row)
    resume(case, row)
    open_waiting_items(case)
    due = {"committed": row.committed_due_on, "statutory": row.statutory_due_on}
    case.record(
        "clock.resumed",
        {"permit": row.key, "from": left, "to": row.state, "to_on": context.today.isoformat()}
        | {f"{key}_due_on": day.isoformat() for key, day in due.items() if day},
    )
    case.save()


def end_procedure(case: CaseFile, row: PermitRow) -> None:
    """Close the special procedure of a permit; the caller resumes or closes its clocks."""
    others = any(one.state == "suspended" for one in case.permits.values())
    case.change(case.app, status_code=9 if others else 10)
    case.clocks.disarm([row.key], [EXPECTED_END])
    still_open: Where = {SpecialProcedure.permit: row.key, SpecialProcedure.ended_on: None}
    case.change_all(SpecialProcedure, still_open, ended_on=case.context.today)


def end_with_permit(case: CaseFile, row: PermitRow) -> None:
    """End the stop of a permit that ends while stopped; the caller recomputes the case's days."""
    end_procedure(case, row)
    case.clocks.close_stops(row.key, OF_PERMIT)


def result_overdue(case: CaseFile, permit: str) -> None:
    """Notify case officer and department that a procedure is longer than expected; the caller saves."""
    row = case.permits[permit]
    case.record("clock.expected_end", {"permit": permit, "department": row.department})


def open_permit(
    context: ActContext, application_id: int, permit: str, version: int | None
) -> tuple[CaseFile, PermitRow]:
    """Open the case of a permit to act on.

    Raises:
        NotFound, Conflict.
    """
    case = open_case(context, application_id=application_id)
    row = case.permit(permit)
    case.expect(row, version)
    return case, row
