"""Which day a case has overrun: the law's, or the office's own promise; for lists, from the row alone."""

from datetime import date
from typing import Any, Protocol

from workflows import group

# a withdrawn or lapsed case has broken nothing by ending
DECIDED = group("application", "decided")


class Row(Protocol):
    """What tells of an overrun."""

    state: Any
    due_on: Any
    decided_on: Any
    committed_due_on: Any
    statutory_due_on: Any


def breach_of(row: Row, today: date) -> str | None:
    """Name the day a case has overrun, the gravest first; its last day itself is still in time.

    Law: Administrative Licensing Law art. 42, 44; Regulation on Optimising the Business Environment art. 36.
    """
    if row.state != "in_review" and row.state not in DECIDED:
        return None
    until = today if row.state == "in_review" else row.decided_on
    if _is_past(row.statutory_due_on, until):
        return "statutory"
    # decided and not delivered: the next limit is that of the delivery
    if row.state == "decided" and _is_past(row.due_on, today):
        return "delivery"
    return "committed" if _is_past(row.committed_due_on, until) else None


def _is_past(due_on: date | None, until: date | None) -> bool:
    return due_on is not None and until is not None and until > due_on
