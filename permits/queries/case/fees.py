"""The fees of a case: notices with their lines, and payments."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypedDict

from permits.queries.reading.rows import Document
from permits.queries.reading.rows_beside import FeeNotice, Payment

CLOSED = frozenset({"replaced", "cancelled"})


class Paid(TypedDict):
    """A payment or refund for a notice, in fen."""

    kind: str
    channel: str
    reference: str
    amount_fen: int
    at: datetime


class Fee(TypedDict):
    """One fee or refund notice with its payments, oldest first; amounts are in fen."""

    number: str
    permit: str
    kind: str
    round: int
    state: str
    version: int
    amount_fen: int
    paid_fen: int
    refunded_fen: int
    issued_on: date
    pay_by: date | None
    left_fen: int
    lines: list[Document]
    payments: list[Paid]


def fees_of(notices: Sequence[FeeNotice], payments: Sequence[Payment], lang: str) -> list[Fee]:
    """List the fee and refund notices of an application, oldest first, each with its payments."""
    return [_fee(row, [_paid(one) for one in payments if one.fee_notice_id == row.id], lang) for row in notices]


def _paid(one: Payment) -> Paid:
    return {
        "kind": one.kind,
        "channel": one.channel,
        "reference": one.reference,
        "amount_fen": one.amount_fen,
        "at": one.at,
    }


def _fee(row: FeeNotice, moved: list[Paid], lang: str) -> Fee:
    done = row.paid_fen if row.kind == "charge" else row.refunded_fen
    return {
        "number": row.number,
        "permit": row.permit,
        "kind": row.kind,
        "round": row.round,
        "state": row.state,
        "version": row.version,
        "amount_fen": row.amount_fen,
        "paid_fen": row.paid_fen,
        "refunded_fen": row.refunded_fen,
        "issued_on": row.issued_on,
        "pay_by": row.pay_by,
        "left_fen": 0 if row.state in CLOSED else row.amount_fen - done,
        "lines": [
            {key: value[lang] if isinstance(value, dict) else value for key, value in line.items()}
            for line in row.lines
        ],
        "payments": moved,
    }
