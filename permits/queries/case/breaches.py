"""The limit a case has overrun, statutory or committed; for lists, from the row alone."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol, TypedDict

from permits.queries.reading.rows import PastEvent
from workflows import event_catalogue, group

# a withdrawn or lapsed case ends without a breach
DECIDED = group("application", "decided")
# The law a red legal clock breaks, beyond the committed limit: Administrative Licensing Law art. 42, 44, 74(2)
LAW_OF_CLOCK = {
    "statutory": "Administrative Licensing Law art. 42(1)",
    "joint": "Administrative Licensing Law art. 42(2)",
    "delivery": "Administrative Licensing Law art. 44",
}
LAW_OF_CHECK = "Administrative Licensing Law art. 32(1)(4)"


class Row(Protocol):
    """The columns that show an overrun."""

    @property
    def state(self) -> str:
        """The state of the application."""

    @property
    def due_on(self) -> date | None:
        """The last day of the running limit."""

    @property
    def decided_on(self) -> date | None:
        """The day of the last decision."""

    @property
    def committed_due_on(self) -> date | None:
        """The last day of the committed limit."""

    @property
    def statutory_due_on(self) -> date | None:
        """The last day of the statutory limit."""


class Breach(TypedDict):
    """A breach of procedure: the clock, its scope, when, and the law."""

    clock: str
    scope: str
    at: datetime
    law: str


def breach_of(row: Row, today: date) -> str | None:
    """Name the gravest limit a case has overrun; the last day itself is still in time.

    Law: Administrative Licensing Law art. 42, 44; Regulation on Optimising the Business Environment art. 36.
    """
    if row.state != "in_review" and row.state not in DECIDED:
        return None
    until = today if row.state == "in_review" else row.decided_on
    if _is_past(row.statutory_due_on, until):
        return "statutory"
    # once decided, the running limit is that of the delivery
    if row.state == "decided" and _is_past(row.due_on, today):
        return "delivery"
    return "committed" if _is_past(row.committed_due_on, until) else None


def _is_past(due_on: date | None, until: date | None) -> bool:
    return due_on is not None and until is not None and until > due_on


def breaches_of(events: Sequence[PastEvent]) -> list[Breach]:
    """List the breaches of procedure in a case, oldest first: overrun statutory limits, silence at the counter."""
    found: list[Breach] = []
    of_limits = event_catalogue().types(lambda event: event.breaks_limit)
    for row in events:
        if row.type not in of_limits:
            continue
        # an event that names no clock ends the completeness check
        clock = str(row.payload.get("clock", "intake"))
        law = LAW_OF_CHECK if clock == "intake" else LAW_OF_CLOCK.get(clock)
        if law:
            found.append({"clock": clock, "scope": row.payload.get("scope", "application"), "at": row.at, "law": law})
    return found
