"""Notices of fees and refunds."""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

from permits.documents.blocks import Block, heading, para, table
from permits.documents.facts import Common, Facts, Line, Words
from permits.documents.form import Form
from permits.documents.notices.common import as_sentence, case_card, contact
from permits.documents.wording import Wording
from workflows import N_


class FeeLine(TypedDict):
    """One line of a fee notice; amounts are written in yuan."""

    name: Words
    unit: Words
    law: Words
    quantity: str
    days: NotRequired[int]
    rate: str
    plus_percent: int
    multiplier: str
    amount: str


class FeeNoticeFacts(Common):
    """缴费通知书: the fee due for one permit, line by line."""

    permit: Words
    lines: list[FeeLine]
    total: str
    paid: str
    left: str
    pay_by: NotRequired[str]  # last day to pay
    replaces: NotRequired[str]


class RefundNoticeFacts(Common):
    """退费通知书: the amount refunded, and why."""

    permit: Words
    amount: str
    reason: Words
    paid_under: str


def fee_notice(facts: Facts, w: Wording) -> list[Block]:
    """List the fee due, line by line, each with its law. Law: Administrative Licensing Law art. 58, 59."""
    opening = w.gettext(
        "The fees below are charged for this permit at the published rates; nothing else is charged (%(law)s).",
        law=w.text(facts["law"]),
    )
    head = [w.gettext("Fee and legal basis"), w.gettext("Quantity"), w.gettext("Rate of the fee"), w.gettext("Amount")]
    rows = [[_named(line, w), _measure(line, w), _rate(line, w), line["amount"]] for line in facts["lines"]]
    total = w.gettext("Total: %(total)s", total=facts["total"])
    blocks = [
        case_card(facts, w, (w.gettext("Permit charged for"), w.text(facts["permit"]))),
        para(opening),
        heading(w.gettext("What is charged")),
        table(head, rows, widths=(9, 6, 7, 5)),
        para(total),
    ]
    if facts.get("replaces"):
        carried = w.gettext(
            "This notice replaces %(number)s. Already paid: %(paid)s. Still to be paid: %(left)s.",
            number=facts["replaces"],
            paid=facts["paid"],
            left=facts["left"],
        )
        blocks.append(para(carried))
    return [*blocks, para(_how(facts, w)), *contact(facts, w)]


def _how(facts: Facts, w: Wording) -> str:
    if not facts.get("pay_by"):
        return w.gettext(
            "Please pay at the one-stop counter, stating the number of this notice; you may pay in instalments."
        )
    return w.gettext(
        "Please pay by %(day)s at the one-stop counter, stating the number of this notice; you may pay in instalments.",
        day=w.day(facts["pay_by"]),
    )


def _named(line: Line, w: Wording) -> str:
    return f"{w.text(line['name'])}\n{w.text(line['law'])}"


def _measure(line: Line, w: Wording) -> str:
    days = w.gettext(" × %(days)s days", days=line["days"]) if line.get("days") is not None else ""
    return f"{line['quantity']}{days}"


def _rate(line: Line, w: Wording) -> str:
    said = w.gettext("%(rate)s per %(unit)s", rate=line["rate"], unit=w.text(line["unit"]))
    if line["plus_percent"]:
        said += "\n" + w.gettext("plus %(percent)s %%", percent=line["plus_percent"])
    if line["multiplier"] != "1":
        said += "\n" + w.gettext("times %(multiplier)s", multiplier=line["multiplier"])
    return said


def refund_notice(facts: Facts, w: Wording) -> list[Block]:
    """State the amount refunded and why. Law: Administrative Licensing Law art. 8, 59."""
    opening = w.gettext(
        "Of what you paid under %(notice)s, %(amount)s will be refunded to you (%(law)s). Reason: %(reason)s",
        notice=facts["paid_under"],
        amount=facts["amount"],
        law=w.text(facts["law"]),
        reason=as_sentence(w.text(facts["reason"]), w),
    )
    how = w.gettext("The one-stop counter refunds it to the payer; please bring this notice.")
    return [
        case_card(facts, w, (w.gettext("Permit charged for"), w.text(facts["permit"]))),
        para(opening),
        para(how),
        *contact(facts, w),
    ]


FORMS: Mapping[str, Form] = {
    "fee_notice": Form(
        name=N_("Fee notice"),
        title=N_("Fee Notice"),
        law=N_("Administrative Licensing Law, Articles 58 and 59"),
        layout="letter",
        facts=FeeNoticeFacts,
        build=fee_notice,
    ),
    "refund_notice": Form(
        name=N_("Refund notice"),
        title=N_("Refund Notice"),
        law=N_("Administrative Licensing Law, Articles 58 and 59"),
        layout="letter",
        facts=RefundNoticeFacts,
        build=refund_notice,
    ),
}
