"""Stopping a permit's clocks for a special procedure 特别程序, and letting them run again."""

from dataclasses import dataclass, replace

from sqlalchemy import update

from permits.casefile import CaseFile, Desk, PermitRow, open_case
from permits.casefile.facts import permit_facts, roles_on_permit
from permits.casefile.ledger import resume, stop
from permits.errors import Invalid
from permits.models import SpecialProcedure
from permits.services.duties import OPEN_STATES, SYSTEM_ROLES
from permits.services.notices import tell
from permits.services.numbers import draw_document_number
from permits.services.procedure_notices import issue_special_procedure
from workflows import N_, Facts

LAW_45 = "Administrative Licensing Law art. 45"


@dataclass(frozen=True, slots=True)
class Stop:
    """Why a clock stops: a ground of the closed list, the written notice, how many working days it is to take."""

    ground: str
    notice: str
    expected_days: int | None = None


def stop_clock(desk: Desk, application_id: int, permit: str, why: Stop, *, expected_version: int | None = None) -> None:
    """Stop both clocks of a permit from the day the written notice is served, today; its siblings run on.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: there is no written notice.
    Law: Administrative Licensing Law art. 45.
    """
    case, row = open_permit(desk, application_id, permit, expected_version)
    facts = replace(permit_facts(case, row), ground=why.ground or "none")
    case.move(row, "stop_clock", roles=roles_on_permit(case, row), facts=facts)
    if not why.notice.strip():
        raise Invalid.at("notice", N_("The clock stops only with a written notice: write it"))
    number = draw_document_number(desk, desk.office.body(case.app.area, row.department).document_prefix)
    for item in case.items:
        if item.permit == row.key and item.state in OPEN_STATES:
            case.move(item, "suspend", roles=SYSTEM_ROLES, facts=Facts())
    stop(case, row, basis=why.ground, notice=number)
    case.add(
        SpecialProcedure,
        area=case.app.area,
        permit=row.key,
        ground=why.ground,
        law=LAW_45,
        notice=why.notice,
        number=number,
        expected_days=why.expected_days,
        started_on=desk.today,
    )
    case.change(case.app, status_code=9)
    case.record(
        "clock.stopped",
        {"permit": row.key, "ground": why.ground, "number": number, "from_on": desk.today.isoformat()},
    )
    issue_special_procedure(case, row, why, number=number)
    tell(case)
    case.save()


def resume_clock(desk: Desk, application_id: int, permit: str, *, expected_version: int | None = None) -> None:
    """Let a permit's clocks run again; today is counted, and what rested goes on where it was.

    Raises:
        NotFound, Conflict, WorkflowError.
    Law: Administrative Licensing Law art. 45.
    """
    case, row = open_permit(desk, application_id, permit, expected_version)
    case.move(row, "resume_clock", roles=roles_on_permit(case, row), facts=permit_facts(case, row))
    end_stop(case, row)
    others = [one for one in case.permits.values() if one.state == "suspended"]
    case.change(case.app, status_code=9 if others else 10)
    due = {"committed": row.committed_due_on, "statutory": row.statutory_due_on}
    case.record(
        "clock.resumed",
        {"permit": row.key, "to_on": desk.today.isoformat()}
        | {f"{key}_due_on": day.isoformat() for key, day in due.items() if day},
    )
    tell(case)
    case.save()


def end_stop(case: CaseFile, row: PermitRow) -> None:
    """End the open stop of a permit today; the caller saves."""
    for item in case.items:
        if item.permit == row.key and item.state == "suspended":
            is_held = item.assignee_id is not None
            action = "resume_claimed" if is_held else "resume"
            case.move(item, action, roles=SYSTEM_ROLES, facts=Facts(is_unassigned=not is_held))
    resume(case, row)
    case.desk.conn.execute(
        update(SpecialProcedure)
        .where(
            SpecialProcedure.application_id == case.app.id,
            SpecialProcedure.permit == row.key,
            SpecialProcedure.ended_on.is_(None),
        )
        .values(ended_on=case.desk.today)
    )


def open_permit(desk: Desk, application_id: int, permit: str, version: int | None) -> tuple[CaseFile, PermitRow]:
    """Open the case of a permit that is to be acted on.

    Raises:
        NotFound, Conflict.
    """
    case = open_case(desk, application_id=application_id)
    row = case.permit(permit)
    case.expect(row, version)
    return case, row
