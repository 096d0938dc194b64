"""Acceptance inspections 检查验收: requested by the holder, held by two officers, accepted or to be rectified."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TypedDict, Unpack

from sqlalchemy import func, select

from permits.casefile import ActContext, CaseFile, LicenceRow
from permits.casefile.laws import own_law
from permits.casefile.licences import supervisor_of
from permits.errors import Invalid
from permits.models import Inspection
from permits.models.base import JsonObject
from permits.services.case.duties import OPEN_STATES, SYSTEM_ROLES, Duty, close_item, give
from permits.services.case.officers import officers_on_record
from permits.services.case.remedies import months_after
from permits.services.licences.notices import issue_inspection
from permits.services.licences.overruns import Seen, beyond, flag_overrun
from permits.services.licences.register import (
    RESTORATION,
    arm_at,
    await_restoration,
    move_reinstatement,
    open_licence,
    supervised,
)
from workflows import N_, Article, Scope, WorkItemFacts, midnight

LAW_61 = "Administrative Licensing Law art. 61"
INSPECTION, ACCEPTANCE = "inspection", "acceptance"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Record:
    """The record of an inspection: officers, findings, and the last day to rectify if not accepted."""

    officers: Sequence[str]
    findings: str
    rectify_by: date | None = None
    seen: Seen = field(default_factory=Seen)


class Result(TypedDict, total=False):
    """The columns of an inspection, requested or held at once."""

    inspect_by_on: date
    held_on: date
    officers: list[str]
    findings: str
    found: JsonObject | None


def request_inspection(context: ActContext, number: str, *, expected_version: int | None = None) -> None:
    """Request the acceptance inspection once the works are done and the place is restored.

    Raises:
        NotFound, Conflict, WorkflowError.
    Law: Administrative Licensing Law art. 61.
    """
    case, row = open_licence(context, number, expected_version)
    left = move_reinstatement(case, row, "request_inspection")
    case.clocks.disarm([Scope.of_licence(row.number)], [RESTORATION])
    limit = int(case.bundle.switches["inspection_working_days"])
    due_on, _yellow_on = case.clocks.due(context.today, limit)
    round_ = add_inspection(case, row, kind=ACCEPTANCE, state="requested", inspect_by_on=due_on)
    open_duty(case, row, supervisor_of(case, row), limit, reason="")
    case.record("inspection.requested", {**supervised(case, row), "from": left, "round": round_})
    case.save()


def add_inspection(case: CaseFile, row: LicenceRow, *, kind: str, state: str, **values: Unpack[Result]) -> int:
    """Add an inspection of a licence's works; returns its number within the licence."""
    round_ = 1 + _held(case, row)
    case.add(
        Inspection,
        licence_id=row.id,
        area=case.app.area,
        kind=kind,
        state=state,
        round=round_,
        requested_on=case.context.today,
        **values,
    )
    return round_


def open_duty(case: CaseFile, row: LicenceRow, department: str, limit: int, *, reason: str) -> None:
    """Open a duty of a department on a licence: of the one in charge, or of the one that issued it."""
    earlier = [one for one in case.items if (one.permit, one.kind) == (row.permit, INSPECTION)]
    duty = Duty(
        department=department,
        kind=INSPECTION,
        limit_working_days=limit,
        permit=row.permit,
        round=1 + len(earlier),
        reason=reason,
    )
    give(case, duty)


def close_duty(case: CaseFile, row: LicenceRow, *, reason: str = "") -> None:
    """Close the department's duty on a licence opened for one reason; duties for other reasons stay open."""
    for item in case.items:
        about = (item.permit, item.kind, item.reason or "")
        if about == (row.permit, INSPECTION, reason) and item.state in OPEN_STATES:
            case.move(item, "finish", roles=SYSTEM_ROLES, facts=WorkItemFacts.unknown())
            close_item(case, item, verdict=None)


def _held(case: CaseFile, row: LicenceRow) -> int:
    wanted = select(func.count()).select_from(Inspection).where(Inspection.licence_id == row.id)
    return int(case.context.conn.execute(wanted).scalar_one())


def accept_inspection(context: ActContext, number: str, record: Record, *, expected_version: int | None = None) -> None:
    """Accept the reinstatement: the warranty, or the watch over what was planted, begins.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: fewer than two officers, or no findings.
    Law: Administrative Licensing Law art. 61.
    """
    case, row = open_licence(context, number, expected_version)
    left = move_reinstatement(case, row, "accept_inspection")
    record = attested(context, record)
    if case.bundle.permits[row.permit].aftercare:
        watch_until(case, row, watched_to(case, row))
    _conclude(case, row, record, outcome="accepted", left=left)


def watched_to(case: CaseFile, row: LicenceRow) -> date:
    """Return the last day of a watch that begins today."""
    care = case.bundle.permits[row.permit].aftercare
    return months_after(case.context.today, int(case.bundle.switches[care.months]) if care else 0)


def watch_until(case: CaseFile, row: LicenceRow, on: date) -> None:
    """Arm the end of a watch over accepted works."""
    case.change(row, warranty_to=on)
    arm_at(case, Scope.of_licence(row.number), "warranty", rung="warranty_ended", at=midnight(on + ONE_DAY))


def require_rectification(
    context: ActContext, number: str, record: Record, *, expected_version: int | None = None
) -> None:
    """Require the works to be rectified by a day; the holder then requests another inspection.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: fewer than two officers, no findings, or no future day.
    Law: Administrative Licensing Law art. 61.
    """
    case, row = open_licence(context, number, expected_version)
    left = move_reinstatement(case, row, "require_rectification")
    record = attested(context, record)
    if record.rectify_by is None or record.rectify_by <= context.today:
        law = own_law(case.bundle, "require_rectification", row.permit)
        told = N_("Name a day to come by which it is put right")
        raise Invalid.at("rectify_by", told, law=Article(law) if law else LAW_61)
    await_restoration(case, row, record.rectify_by)
    _conclude(case, row, record, outcome="rectify", left=left)


def attested(context: ActContext, record: Record) -> Record:
    """Return a record with its officers as they are named on record; refuse one without two, or without findings.

    Raises:
        Invalid.
    Law: Administrative Licensing Law art. 34(3).
    """
    fewer = N_("An inspection is held by two officers at least")
    officers = officers_on_record(context, record.officers, sentence=fewer)
    if not record.findings.strip():
        raise Invalid.at("findings", N_("Write down what was found"), law=LAW_61)
    return replace(record, officers=officers)


def _conclude(case: CaseFile, row: LicenceRow, record: Record, *, outcome: str, left: str) -> None:
    found = beyond(case, row, record.seen)
    conclude_row(case, row, record, outcome=outcome, found=found or None)
    close_duty(case, row)
    case.record(
        f"inspection.{outcome}",
        {
            "licence": row.number,
            "permit": row.permit,
            "from": left,
            "to": row.reinstatement,
            "officers": list(record.officers),
            "findings": record.findings,
            "rectify_by": record.rectify_by.isoformat() if record.rectify_by else None,
            "warranty_to": row.warranty_to.isoformat() if row.warranty_to else None,
            **held(found),
        },
    )
    issue_inspection(case, row, record, outcome=outcome, found=found)
    flag_overrun(case, row, found)
    case.save()


def held(found: Mapping[str, object]) -> dict[str, object]:
    """Return the part of an event about use beyond the licence; empty without any."""
    return {"beyond": dict(found)} if found else {}


def conclude_row(
    case: CaseFile, row: LicenceRow, record: Record, *, outcome: str, found: Mapping[str, object] | None
) -> None:
    """Write the result into the requested inspection; a licence has at most one."""
    case.change_all(
        Inspection,
        {Inspection.licence_id: row.id, Inspection.state: "requested"},
        state=outcome,
        held_on=case.context.today,
        officers=list(record.officers),
        findings=record.findings,
        rectify_by_on=record.rectify_by,
        found=dict(found) if found else None,
    )
