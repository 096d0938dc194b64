"""Site checks 现场检查 during the works: two officers compare the place with the licence and record it."""

from permits.casefile import ActContext
from permits.services.licences.inspections import Record, add_inspection, attested, held
from permits.services.licences.notices import issue_check
from permits.services.licences.overruns import beyond, flag_overrun
from permits.services.licences.register import move_reinstatement, open_licence

SUPERVISION = "supervision"


def check_site(context: ActContext, number: str, record: Record, *, expected_version: int | None = None) -> None:
    """Record a check of the works on site; use beyond the licensed area or term is recorded and flagged as a breach.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: fewer than two officers, no findings, or measures that do not fit the licence.
    Law: Administrative Licensing Law art. 61.
    """
    case, row = open_licence(context, number, expected_version)
    move_reinstatement(case, row, "check_site")
    record = attested(context, record)
    found = beyond(case, row, record.seen)
    outcome = "overrun" if found else "in_order"
    add_inspection(
        case,
        row,
        kind=SUPERVISION,
        state=outcome,
        inspect_by_on=context.today,
        held_on=context.today,
        officers=list(record.officers),
        findings=record.findings,
        found=found or None,
    )
    about = {"licence": row.number, "permit": row.permit, "officers": list(record.officers)}
    case.record(f"inspection.{outcome}", {**about, "findings": record.findings, **held(found)})
    issue_check(case, row, record, found=found)
    flag_overrun(case, row, found)
    case.save()
