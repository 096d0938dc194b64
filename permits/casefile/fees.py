"""The fees of a case: its notices as rows, and their facts for the engine."""

from dataclasses import replace

from permits.casefile.casefile import CaseFile
from permits.casefile.rows import FeeNoticeRow, PermitRow
from permits.models.base import JsonObject
from workflows import ApplicationFacts, Asked, FeeLine, assess

CHARGE, REFUND = "charge", "refund"
OPEN_CHARGES = frozenset({"due", "partly_paid"})
LIVE_CHARGES = OPEN_CHARGES | {"paid"}
OPEN_REFUNDS = frozenset({"due", "partly_refunded"})


def fee_notices(case: CaseFile) -> list[FeeNoticeRow]:
    """List the fee and refund notices of a case, oldest first; a bundle without rate tables costs no query."""
    return case.fee_notices if case.bundle.fees else []


def unpaid_fees(case: CaseFile) -> frozenset[str]:
    """List the fee notices that are not fully paid."""
    return frozenset(row.number for row in fee_notices(case) if row.kind == CHARGE and row.state in OPEN_CHARGES)


def with_fees(case: CaseFile, facts: ApplicationFacts) -> ApplicationFacts:
    """Add to the facts which fees are unpaid and which refunds are due."""
    rows = fee_notices(case)
    unpaid = frozenset(row.number for row in rows if row.kind == CHARGE and row.state in OPEN_CHARGES)
    refunds = frozenset(row.number for row in rows if row.kind == REFUND and row.state in OPEN_REFUNDS)
    return replace(facts, unpaid_fees=unpaid, refunds_due=refunds)


def gating_fees(case: CaseFile) -> frozenset[str]:
    """List the unpaid fees that block delivery; empty unless the bundle blocks it."""
    if case.bundle.switches.get("fees_gate_delivery") is not True:
        return frozenset()
    return unpaid_fees(case)


def fee_lines(
    case: CaseFile, row: PermitRow, *, answers: JsonObject | None = None, most_days: int | None = None
) -> tuple[FeeLine, ...]:
    """Compute the fee of a permit for the requested scope or for other answers; by the rates at acceptance.

    Law: Administrative Licensing Law art. 58, 59.
    """
    if not any(rule.permit == row.key for rule in case.bundle.fees):
        return ()
    form = case.form
    return assess(case.bundle, row.key, Asked(answers or form.answers, case.judged_on, form.project, most_days))
