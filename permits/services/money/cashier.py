"""The cashier: payments and refunds booked by the counter, each reference once."""

from sqlalchemy import select

from permits.casefile import ActContext, CaseFile, open_case
from permits.casefile.facts import application_facts, roles_on_case
from permits.casefile.fees import CHARGE, OPEN_CHARGES, OPEN_REFUNDS, REFUND, fee_notices, with_fees
from permits.casefile.rows import FeeNoticeRow
from permits.errors import Conflict, Invalid
from permits.models import FeeNotice, Payment
from permits.services.money.fees import state_of
from permits.services.money.payments import Transfer, provider_of
from workflows import N_, yuan

LAW = "Administrative Licensing Law art. 58, 59"
ACTS = {"payment": "record_payment", "refund": "record_refund"}


def book(context: ActContext, application_id: int, transfer: Transfer, *, expected_version: int | None = None) -> None:
    """Book a payment on a fee notice or a refund on a refund notice; the same transfer again does nothing.

    Raises:
        NotFound, WorkflowError.
        Conflict: the case has changed; the reference belongs to another transfer (code `reference_used`); the amount
            exceeds what is due (code `overpaid`).
        Invalid: no such open notice or channel, or the amount is not positive.
    Law: Administrative Licensing Law art. 58, 59.
    """
    case = open_case(context, application_id=application_id)
    roles = roles_on_case(case)
    if "window" in roles and _is_booked(case, transfer):
        return
    case.expect(case.app, expected_version)
    facts = with_fees(case, application_facts(case))
    case.move(case.app, ACTS[transfer.kind], roles=roles, facts=facts)
    provider = provider_of(transfer.channel)
    notice = _open_notice(case, transfer)
    provider.confirm(transfer)
    _enter(case, notice, transfer)
    case.save()


def _is_booked(case: CaseFile, transfer: Transfer) -> bool:
    """Return whether this very transfer is booked; refuses another one under its reference."""
    rows = select(Payment.application_id, FeeNotice.number, Payment.amount_fen).join(
        FeeNotice, FeeNotice.id == Payment.fee_notice_id
    )
    booked = case.context.conn.execute(
        rows.where(
            Payment.area == case.app.area,
            Payment.channel == transfer.channel,
            Payment.kind == transfer.kind,
            Payment.reference == transfer.reference,
        )
    ).first()
    if booked is None:
        return False
    if tuple(booked) != (case.app.id, transfer.notice, transfer.amount_fen):
        raise Conflict("reference_used", N_("This reference stands for another payment already"))
    return True


def _open_notice(case: CaseFile, transfer: Transfer) -> FeeNoticeRow:
    kind, states = (CHARGE, OPEN_CHARGES) if transfer.kind == "payment" else (REFUND, OPEN_REFUNDS)
    rows = [row for row in fee_notices(case) if row.kind == kind and row.state in states]
    found = next((row for row in rows if row.number == transfer.notice), None)
    if found is None:
        raise Invalid.at("notice", N_("No open notice has this number"))
    if transfer.amount_fen <= 0:
        raise Invalid.at("amount_fen", N_("An amount is more than nothing"))
    if transfer.amount_fen > (left := _left(found)):
        raise Conflict("overpaid", N_("Only %(left)s is open on this notice"), params={"left": yuan(left)}, law=LAW)
    return found


def _left(notice: FeeNoticeRow) -> int:
    return int(notice.amount_fen - (notice.paid_fen if notice.kind == CHARGE else notice.refunded_fen))


def _enter(case: CaseFile, notice: FeeNoticeRow, transfer: Transfer) -> None:
    case.add(
        Payment,
        fee_notice_id=notice.id,
        area=case.app.area,
        kind=transfer.kind,
        channel=transfer.channel,
        reference=transfer.reference,
        amount_fen=transfer.amount_fen,
        at=case.context.at,
        by=case.context.actor.username,
    )
    is_charge = notice.kind == CHARGE
    moved = (notice.paid_fen if is_charge else notice.refunded_fen) + transfer.amount_fen
    case.change(notice, state=state_of(notice.kind, notice.amount_fen, moved), version=notice.version + 1)
    if is_charge:
        case.change(notice, paid_fen=moved)
    else:
        case.change(notice, refunded_fen=moved)
    case.record(
        "payment.recorded" if transfer.kind == "payment" else "refund.recorded",
        {
            "permit": notice.permit,
            "number": notice.number,
            "channel": transfer.channel,
            "reference": transfer.reference,
            "amount_fen": transfer.amount_fen,
            "left_fen": notice.amount_fen - moved,
        },
    )
