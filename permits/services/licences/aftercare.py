"""Aftercare of accepted works: the end of the warranty, and the count of what was watched over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from permits.casefile import ActContext, CaseFile, LicenceRow
from permits.casefile.laws import own_law
from permits.casefile.licences import SURVIVAL, supervisor_of
from permits.errors import Invalid, SetupFault
from permits.models import Inspection
from permits.services.licences.inspections import (
    Record,
    add_inspection,
    attested,
    close_duty,
    conclude_row,
    open_duty,
    watch_until,
    watched_to,
)
from permits.services.licences.notices import issue_count
from permits.services.licences.register import licence_of, move_reinstatement, open_licence, supervised
from workflows import N_, Article, CountRule, derive


@dataclass(frozen=True, slots=True)
class Count:
    """One count: officers, what lives and what is lost, and the last day to replace the losses."""

    officers: Sequence[str]
    findings: str
    alive: int
    dead: int = 0
    replant_by: date | None = None


def warranty_ended(case: CaseFile, scope: str, *_about: str) -> None:
    """End the warranty of restored works, or open the count of what was watched over; the caller saves."""
    row = licence_of(case, scope)
    if count_of(case, row):
        _open_check(case, row)
        return
    case.record("licence.warranty_ended", supervised(case, row))


def _open_check(case: CaseFile, row: LicenceRow) -> None:
    """Open the duty of the department in charge to count."""
    limit = int(case.bundle.switches["inspection_working_days"])
    due_on, _yellow_on = case.clocks.due(case.context.today, limit)
    add_inspection(case, row, kind=SURVIVAL, state="requested", inspect_by_on=due_on)
    open_duty(case, row, supervisor_of(case, row), limit, reason=SURVIVAL)
    case.record("inspection.survival_due", {**supervised(case, row), "due_on": due_on.isoformat()})


def record_survival(context: ActContext, number: str, count: Count, *, expected_version: int | None = None) -> None:
    """Record a count; losses cause an order to replace them by a day, and a count of the new ones after it.

    What replaces them is watched as long as the first ones were; a count without losses then ends the watch.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: fewer than two officers, no findings, one left out; losses without a future day to replace them.
    Law: Administrative Licensing Law art. 61.
    """
    case, row = open_licence(context, number, expected_version)
    move_reinstatement(case, row, "record_survival")
    last = _last_count(case, row)
    record = attested(context, Record(count.officers, count.findings, count.replant_by))
    rule = ruled(case, row)
    _check(case, row, count, least=_least(case, row, last))
    found: dict[str, object] = {"alive": count.alive, "dead": count.dead}
    if count.dead:
        found["replant"] = count.dead * (int(case.bundle.switches[rule.ratio]) if rule.ratio else 1)
    outcome = "replant" if count.dead else "survived"
    watched_to = (
        count.replant_by if count.dead else _watch_over(case, row, follows_order=bool(last and last.state == "replant"))
    )
    conclude_row(case, row, record, outcome=outcome, found=found)
    close_duty(case, row, reason=SURVIVAL)
    about: dict[str, object] = {"licence": row.number, "permit": row.permit, "officers": list(record.officers), **found}
    if watched_to:
        watch_until(case, row, watched_to)
        about["replant_by" if count.dead else "warranty_to"] = watched_to.isoformat()
    case.record(f"inspection.{outcome}", {**about, "findings": count.findings})
    issue_count(case, row, record, rule, found=found)
    case.save()


def count_of(case: CaseFile, row: LicenceRow) -> CountRule | None:
    """Return what is counted when the aftercare of a licence ends, if anything."""
    care = case.bundle.permits[row.permit].aftercare
    return care.count if care else None


def ruled(case: CaseFile, row: LicenceRow) -> CountRule:
    """Return what is counted; a count is only due where something is.

    Raises:
        SetupFault: nothing is.
    """
    rule = count_of(case, row)
    if rule is None:
        raise SetupFault(f"nothing to count in {row.permit}")
    return rule


def least_to_count(case: CaseFile, row: LicenceRow) -> int:
    """Return the least number a count must cover."""
    return _least(case, row, _last_count(case, row))


def _check(case: CaseFile, row: LicenceRow, count: Count, *, least: int) -> None:
    owed = own_law(case.bundle, "record_survival", row.permit)
    law = Article(owed) if owed else None
    if min(count.alive, count.dead) < 0 or count.alive + count.dead < max(least, 1):
        sentence = N_("At least %(count)s are to be counted: one that is gone counts as dead")
        raise Invalid([("alive", sentence, {"count": max(least, 1)})], law=law)
    is_to_come = count.replant_by is not None and count.replant_by > case.context.today
    if count.dead and not is_to_come:
        raise Invalid([("replant_by", N_("Name a day to come by which the losses are replaced"), {})], law=law)
    if count.replant_by and not count.dead:
        raise Invalid([("replant_by", N_("Nothing is lost: nothing is to be replaced"), {})], law=law)


def _last_count(case: CaseFile, row: LicenceRow) -> Any:
    """Return state and findings of the last count; None before the first."""
    held = select(Inspection.state, Inspection.found).where(
        Inspection.licence_id == row.id, Inspection.kind == SURVIVAL, Inspection.state != "requested"
    )
    return case.context.conn.execute(held.order_by(Inspection.id.desc()).limit(1)).first()


def _least(case: CaseFile, row: LicenceRow, last: Any) -> int:
    """Return the licensed number, or after a count what was alive then and replaced since."""
    if last:
        return int(last.found["alive"]) + int(last.found.get("replant", 0))
    known = derive(case.bundle, row.scope.get("asked", {}), case.judged_on, case.form.project)
    rule = ruled(case, row)
    licensed = known.count(rule.of)
    return min(licensed, int((row.scope.get("narrower") or {}).get(rule.narrowed, licensed)))


def _watch_over(case: CaseFile, row: LicenceRow, *, follows_order: bool) -> date | None:
    """Return the last day of the watch over what was replaced; None if nothing was."""
    return watched_to(case, row) if follows_order else None
