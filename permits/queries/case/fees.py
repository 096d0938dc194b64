"""The fees of a case as everybody concerned sees them: notices with their lines, and the money that moved."""

from typing import Any

from sqlalchemy import Connection, select

from permits.models import FeeNotice, Payment

NOTICE = (
    "number",
    "permit",
    "kind",
    "round",
    "state",
    "version",
    "amount_fen",
    "paid_fen",
    "refunded_fen",
    "issued_on",
)
CLOSED = frozenset({"replaced", "cancelled"})
PAYMENT = (Payment.kind, Payment.channel, Payment.reference, Payment.amount_fen, Payment.at)


def fees_of(conn: Connection, application_id: int, lang: str) -> list[dict[str, Any]]:
    """List the fee and refund notices of an application, oldest first, each with its payments."""
    rows = conn.execute(
        select(FeeNotice.__table__).where(FeeNotice.application_id == application_id).order_by(FeeNotice.id)
    ).all()
    if not rows:
        return []
    moved: dict[int, list[dict[str, Any]]] = {row.id: [] for row in rows}
    booked = select(Payment.fee_notice_id, *PAYMENT).where(Payment.application_id == application_id)
    for one in conn.execute(booked.order_by(Payment.id)):
        moved[one.fee_notice_id].append({column.key: getattr(one, column.key) for column in PAYMENT})
    return [_fee(row, moved[row.id], lang) for row in rows]


def _fee(row: Any, moved: list[dict[str, Any]], lang: str) -> dict[str, Any]:
    done = row.paid_fen if row.kind == "charge" else row.refunded_fen
    return {
        **{name: getattr(row, name) for name in NOTICE},
        "left_fen": 0 if row.state in CLOSED else row.amount_fen - done,
        "lines": [
            {key: value[lang] if isinstance(value, dict) else value for key, value in line.items()}
            for line in row.lines
        ],
        "payments": moved,
    }
