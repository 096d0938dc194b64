"""The doors of fees: assessed by the deciding department, paid and refunded at the counter."""

from collections.abc import Mapping
from functools import partial
from typing import Literal

from pydantic import StrictStr

from permits.api import shapes
from permits.api.doors.door import Door
from permits.casefile import ActContext
from permits.services.money import cashier, fees
from permits.services.money.payments import Transfer


class MoneyMoved(shapes.Act):
    """The number of the notice, the reference of the transfer in its channel, and the amount in whole fen."""

    notice: StrictStr
    reference: shapes.Line
    amount_fen: shapes.Fen
    channel: StrictStr = "counter"


def _record(kind: Literal["payment", "refund"], context: ActContext, application_id: int, body: MoneyMoved) -> None:
    transfer = Transfer(kind, body.notice, body.reference, body.amount_fen, body.channel)
    cashier.book(context, application_id, transfer, expected_version=body.expected_version)


def _assess(context: ActContext, application_id: int, permit: str, body: shapes.Act) -> None:
    fees.assess_fee(context, application_id, permit, expected_version=body.expected_version)


APPLICATION: Mapping[str, Door] = {
    "record_payment": Door(MoneyMoved, partial(_record, "payment"), "Book a payment on a fee notice"),
    "record_refund": Door(MoneyMoved, partial(_record, "refund"), "Book a refund on a refund notice"),
}
PERMIT: Mapping[str, Door] = {
    "assess_fee": Door(shapes.Act, _assess, "Assess its fee for the scope asked, before the decision"),
}
