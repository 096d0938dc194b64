"""Pages of fees: assess one for the scope asked, book a payment or a refund."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Literal

from forms.fees import AssessFeeForm, MoneyForm
from permits.casefile import ActContext, CaseFile
from permits.casefile.seen import rows_of
from permits.queries.case.fees import fees_of
from permits.queries.case.rows_beside import FeeNotice, Payment
from permits.services.money import cashier
from permits.services.money.fees import assess_fee
from permits.services.money.payments import Transfer
from permits.web.acts.act import PageAct, Target
from workflows import N_, yuan

KINDS: Mapping[str, str] = {"payment": "charge", "refund": "refund"}


def _assess(context: ActContext, target: Target, _form: Any, version: int | None) -> None:
    assess_fee(context, target.application_id, target.key, expected_version=version)


def _record(
    context: ActContext, target: Target, form: Any, version: int | None, *, kind: Literal["payment", "refund"]
) -> None:
    transfer = Transfer(kind, form.notice.data, form.reference.data.strip(), form.amount_fen)
    cashier.book(context, target.application_id, transfer, expected_version=version)


def _offer(case: CaseFile, _target: Target, form: Any, language: str, *, kind: str) -> None:
    """Offer the notices on which something is open, each with how much."""
    rows = fees_of(rows_of(case, FeeNotice), rows_of(case, Payment), language)
    open_ones = [row for row in rows if row["kind"] == KINDS[kind] and row["left_fen"] > 0]
    form.offer([(row["number"], f"{yuan(row['left_fen'])} · {row['number']}") for row in open_ones])


PERMIT: Mapping[str, PageAct] = {
    "assess_fee": PageAct(AssessFeeForm, _assess, N_("The fee is assessed; the applicant has the fee notice.")),
}
APPLICATION: Mapping[str, PageAct] = {
    "record_payment": PageAct(
        MoneyForm, partial(_record, kind="payment"), N_("The payment is on record."), partial(_offer, kind="payment")
    ),
    "record_refund": PageAct(
        MoneyForm, partial(_record, kind="refund"), N_("The refund is on record."), partial(_offer, kind="refund")
    ),
}
