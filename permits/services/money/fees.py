"""Fees 收费: assessed by the rate tables, settled for the scope granted, paid at the counter, refunded when due.

A permit has at most one live fee notice. When the amount due changes, a new round replaces the live notice and carries
over what was paid; an overpayment becomes due as a refund.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from permits.casefile import ActContext, CaseFile, PermitRow, open_case
from permits.casefile.facts import permit_facts, roles_on_permit
from permits.casefile.fees import CHARGE, LIVE_CHARGES, REFUND, fee_lines, fee_notices
from permits.casefile.outstanding_materials import FALLEN
from permits.casefile.rows import FeeNoticeRow
from permits.errors import Conflict
from permits.models import FeeNotice
from permits.models.base import JsonObject
from permits.services.case.terms import with_value
from permits.services.case.worded import value_at
from permits.services.money.notices import Charge, Refund, issue_fee_notice, issue_refund_notice
from permits.services.notifying.notices import day_words
from workflows import N_, Bundle, FeeLine, total_fen, yuan

LAW = "Administrative Licensing Law art. 58, 59"


@dataclass(frozen=True, slots=True)
class Amounts:
    """The amount of a notice, the part already paid, its lines, and the last day to pay a fee."""

    amount_fen: int
    paid_fen: int = 0
    lines: list[JsonObject] = field(default_factory=list)
    pay_by: date | None = None


def assess_fee(context: ActContext, application_id: int, permit: str, *, expected_version: int | None = None) -> None:
    """Assess the fee of a permit for the requested scope, before its decision.

    Raises:
        NotFound, WorkflowError.
        Conflict: the permit has changed, or its fee has not (code `fee_unchanged`).
    Law: Administrative Licensing Law art. 58, 59.
    """
    case = open_case(context, application_id=application_id)
    row = case.permit(permit)
    case.expect(row, expected_version)
    case.move(row, "assess_fee", roles=roles_on_permit(case, row), facts=permit_facts(case, row))
    if not _settle(case, row, fee_lines(case, row), why="granted_less"):
        raise Conflict("fee_unchanged", N_("The fee is assessed already and has not changed"), law=LAW)
    case.save()


def charge(
    case: CaseFile,
    row: PermitRow,
    *,
    narrower: JsonObject | None = None,
    validity: tuple[date, date | None] | None = None,
    answers: JsonObject | None = None,
) -> None:
    """Settle the fee of a permit for what is granted: its narrower scope, at most the days of its licence.

    `answers` are those of a granted variation, by default the application's.
    Call it last in an action: it records events of its own. The caller saves.
    Law: Administrative Licensing Law art. 58, 59.
    """
    starts, ends = validity or (None, None)
    most_days = (ends - starts).days + 1 if starts and ends else None
    granted = granted_answers(case.bundle, row.key, answers or case.form.answers, narrower or {})
    _settle(case, row, fee_lines(case, row, answers=granted, most_days=most_days), why="granted_less")


def refund_due(case: CaseFile, row: PermitRow, *, why: str, most_days: int = 0) -> None:
    """Make the fee paid for a permit due for refund, less the fee of its first `most_days` days.

    `why` is withdrawn, refused, moot, shortened or revoked. Call it last in an action: it records events of its own.
    The caller saves.
    Law: Administrative Licensing Law art. 8, 69.
    """
    _settle(case, row, fee_lines(case, row, most_days=most_days) if most_days else (), why=why)


def refund_ended(case: CaseFile) -> None:
    """Make the fees paid for permits that ended without a licence due for refund.

    Call it last and once in an action that ends permits: it records events of its own. The caller saves.
    Law: Administrative Licensing Law art. 59.
    """
    for row in case.permits.values():
        if row.state in FALLEN:
            refund_due(case, row, why="moot" if row.moot_answer == "withdraw" else row.state)


def granted_answers(bundle: Bundle, permit: str, answers: JsonObject, narrower: JsonObject) -> JsonObject:
    """Return the answers cut down to the granted scope of a permit, never above the requested one."""
    granted = answers
    for rule in bundle.permits[permit].narrows:
        path = next((one for one in rule.asked if value_at(granted, one) is not None), "")
        if path and rule.key in narrower:
            granted = with_value(granted, path, _less(value_at(granted, path), narrower[rule.key]))
    return granted


def _less(asked: Any, granted: Any) -> Any:
    """Return the smaller of two numbers; other values stay as requested."""
    try:
        return asked if isinstance(asked, bool) or Fraction(str(granted)) >= Fraction(str(asked)) else float(granted)
    except (ValueError, TypeError):
        return asked


def _settle(case: CaseFile, row: PermitRow, lines: tuple[FeeLine, ...], *, why: str) -> bool:
    """Set the fee of a permit to the lines; returns False if nothing changes."""
    if not any(rule.permit == row.key for rule in case.bundle.fees):
        return False
    mine = [one for one in fee_notices(case) if one.permit == row.key]
    live = next((one for one in mine if one.kind == CHARGE and one.state in LIVE_CHARGES), None)
    total, paid = total_fen(lines), live.paid_fen if live else 0
    if total == (live.amount_fen if live else 0):
        return False
    if live:
        _replace(case, live, state="replaced" if total else "cancelled")
    if total:
        _issue_charge(case, row, Charge(lines, total, min(paid, total), live.number if live else None), mine)
    elif not paid:
        case.record("fee.cancelled", {"permit": row.key, "why": why})
    if paid > total:
        _issue_refund(case, row, Refund(paid - total, why, live.number if live else ""), mine)
    return True


def _replace(case: CaseFile, live: FeeNoticeRow, *, state: str) -> None:
    case.change(live, state=state, version=live.version + 1)


def _issue_charge(case: CaseFile, row: PermitRow, owed: Charge, mine: list[FeeNoticeRow]) -> None:
    pay_by = case.context.today + timedelta(days=int(case.bundle.switches["fee_payment_days"]))
    amounts = Amounts(owed.total_fen, owed.paid_fen, owed.data(), pay_by)
    number = _add(case, row, CHARGE, amounts, mine=mine)
    payload = {"permit": row.key, "number": number, "amount_fen": owed.total_fen, "lines": owed.data()}
    payload |= {"left": yuan(owed.total_fen - owed.paid_fen), "pay_by": day_words(pay_by)}
    case.record("fee.assessed", payload | ({"replaces": owed.replaces} if owed.replaces else {}))
    issue_fee_notice(case, row, owed, number=number, pay_by=pay_by)


def _issue_refund(case: CaseFile, row: PermitRow, back: Refund, mine: list[FeeNoticeRow]) -> None:
    number = _add(case, row, REFUND, Amounts(back.amount_fen), mine=mine)
    case.record(
        "fee.refund_due",
        {"permit": row.key, "number": number, "amount_fen": back.amount_fen, "why": back.why, "of": back.paid_under},
    )
    issue_refund_notice(case, row, back, number=number)


def _add(case: CaseFile, row: PermitRow, kind: str, owed: Amounts, *, mine: list[FeeNoticeRow]) -> str:
    round_ = 1 + sum(one.kind == kind for one in mine)
    number = f"{case.app.number}-{row.suffix}-{'F' if kind == CHARGE else 'R'}{round_}"
    case.add(
        FeeNotice,
        area=case.app.area,
        permit=row.key,
        kind=kind,
        round=round_,
        state=state_of(kind, owed.amount_fen, owed.paid_fen),
        version=1,
        number=number,
        refunded_fen=0,
        issued_on=case.context.today,
        pay_by=owed.pay_by,
        amount_fen=owed.amount_fen,
        paid_fen=owed.paid_fen,
        lines=owed.lines,
    )
    return number


def state_of(kind: str, amount_fen: int, moved_fen: int) -> str:
    """Return the state of a notice by the amount paid or refunded."""
    partly, wholly = ("partly_paid", "paid") if kind == CHARGE else ("partly_refunded", "refunded")
    if moved_fen >= amount_fen:
        return wholly
    return partly if moved_fen else "due"
