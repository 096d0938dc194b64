"""What the papers of fees and of emergency works must know; days and words as in `notices`."""

from typing import NotRequired, TypedDict

from permits.documents.facts.base import Common, Words


class Told(TypedDict):
    """A department that was told of emergency works, and the moment (ISO)."""

    name: Words
    at: str


class EmergencyReportFacts(Common):
    """紧急抢修报告确认书: works that could not wait, and the moment by which they are filed."""

    started_at: str
    file_by_at: str
    hours: int
    notified: list[Told]


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
    """缴费通知书: what is owed for one permit, line by line."""

    permit: Words
    lines: list[FeeLine]
    total: str
    paid: str
    left: str
    replaces: NotRequired[str]


class RefundNoticeFacts(Common):
    """退费通知书: what goes back, and why."""

    permit: Words
    amount: str
    reason: Words
    paid_under: str
