"""Which day a case has overrun: the law's, or the office's own promise; for lists, from the row alone."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol, TypedDict

from permits.queries.reading.rows import Told
from workflows import event_catalogue, group

# a withdrawn or lapsed case has broken nothing by ending
DECIDED = group("application", "decided")
# What red of a legal clock breaks, beyond the office's own promise: Administrative Licensing Law art. 42, 44, 74(2)
LAW_OF_CLOCK = {
    "statutory": "Administrative Licensing Law art. 42(1)",
    "joint": "Administrative Licensing Law art. 42(2)",
    "delivery": "Administrative Licensing Law art. 44",
}
LAW_OF_CHECK = "Administrative Licensing Law art. 32(1)(4)"


class Row(Protocol):
    """What tells of an overrun."""

    @property
    def state(self) -> str:
        """The state of the application."""

    @property
    def due_on(self) -> date | None:
        """The last day of what runs now."""

    @property
    def decided_on(self) -> date | None:
        """The day of the last decision."""

    @property
    def committed_due_on(self) -> date | None:
        """The promised day."""

    @property
    def statutory_due_on(self) -> date | None:
        """The last day of the law."""


class Breach(TypedDict):
    """A breach of procedure: the clock, what it counted for, when, and the law."""

    clock: str
    scope: str
    at: datetime
    law: str


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


def breaches_of(told: Sequence[Told]) -> list[Breach]:
    """List the breaches of procedure in a case, oldest first: limits of the law overrun, silence at the counter."""
    found: list[Breach] = []
    of_limits = event_catalogue().types(lambda event: event.breaks_limit)
    for row in told:
        if row.type not in of_limits:
            continue
        # an event that names no clock ends the completeness check
        clock = str(row.payload.get("clock", "intake"))
        law = LAW_OF_CHECK if clock == "intake" else LAW_OF_CLOCK.get(clock)
        if law:
            found.append({"clock": clock, "scope": row.payload.get("scope", "application"), "at": row.at, "law": law})
    return found
