"""The actions of fees: the deciding department assesses, the counter takes payments and refunds."""

from collections.abc import Mapping
from functools import partial
from typing import Annotated, Literal

from pydantic import StrictStr
from wtforms import Form

from forms.controls import Line, Pick, Yuan
from forms.fields import offered
from permits.actions.action import Action, FormPage
from permits.actions.fields import ApiOnly, Body, Fen, Title
from permits.casefile import ActContext, CaseFile
from permits.casefile.seen import rows_of
from permits.queries.case.fees import fees_of
from permits.queries.reading.rows_beside import FeeNotice, Payment
from permits.services.money import cashier, fees
from permits.services.money.payments import LONGEST_REFERENCE, Transfer
from workflows import N_, yuan

KINDS: Mapping[str, str] = {"payment": "charge", "refund": "refund"}


class MoneyMoved(Body):
    """The number of the notice, the reference of the transfer in its channel, and the amount in whole fen."""

    notice: Annotated[StrictStr, Pick(N_("Notice"), N_("Choose a notice"), is_closed=False)]
    amount_fen: Annotated[
        Fen,
        Yuan(
            N_("Amount in yuan"),
            N_("Write the amount in yuan"),
            called="amount",
            help=N_("In parts if need be; never more than is open"),
        ),
    ]
    reference: Annotated[
        Title,
        Line(N_("Number of the receipt"), N_("Write the number of the receipt"), longest=LONGEST_REFERENCE),
    ]
    channel: Annotated[StrictStr, ApiOnly("the page books what came in at the counter")] = "counter"


def _record(kind: Literal["payment", "refund"], context: ActContext, application_id: int, body: MoneyMoved) -> None:
    transfer = Transfer(kind, body.notice, body.reference, body.amount_fen, body.channel)
    cashier.book(context, application_id, transfer, expected_version=body.expected_version)


def _assess(context: ActContext, application_id: int, permit: str, body: Body) -> None:
    fees.assess_fee(context, application_id, permit, expected_version=body.expected_version)


def _offer(kind: str, case: CaseFile, _key: str, form: Form, language: str) -> None:
    """Fill the choices with the notices that have an open amount, each with the amount."""
    rows = fees_of(rows_of(case, FeeNotice), rows_of(case, Payment), language)
    open_ones = [row for row in rows if row["kind"] == KINDS[kind] and row["left_fen"] > 0]
    form.notice.choices = offered((row["number"], f"{yuan(row['left_fen'])} · {row['number']}") for row in open_ones)


ACTIONS = (
    Action(
        "assess_fee",
        "permit",
        Body,
        _assess,
        summary=N_("Assess its fee for the scope asked, before the decision"),
        done=N_("The fee is assessed; the applicant has the fee notice."),
    ),
    Action(
        "record_payment",
        "application",
        MoneyMoved,
        partial(_record, "payment"),
        summary=N_("Book a payment on a fee notice"),
        done=N_("The payment is on record."),
        page=FormPage(partial(_offer, "payment")),
    ),
    Action(
        "record_refund",
        "application",
        MoneyMoved,
        partial(_record, "refund"),
        summary=N_("Book a refund on a refund notice"),
        done=N_("The refund is on record."),
        page=FormPage(partial(_offer, "refund")),
    ),
)
