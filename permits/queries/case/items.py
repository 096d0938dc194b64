"""Work items as shown: which are superseded, and their lights."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from permits.queries.reading.rows import WorkItem
from workflows import light


class Lit(Protocol):
    """The columns that give the light of a work item."""

    @property
    def due_on(self) -> date | None:
        """Its last day."""

    @property
    def yellow_on(self) -> date | None:
        """The day its light turns yellow."""

    @property
    def done_on(self) -> date | None:
        """The day it was done."""


def superseded(items: Sequence[WorkItem]) -> frozenset[int]:
    """Return the ids of items that a later round replaces: their answers stay on record but no longer count."""
    latest = {(one.permit, one.department, one.kind): one.round for one in sorted(items, key=lambda one: one.round)}
    return frozenset(one.id for one in items if one.permit and one.round < latest[one.permit, one.department, one.kind])


def light_of(row: Lit, today: date) -> str:
    """Return the light of a work item; a done item keeps the light of its last day, a waiting item is not late."""
    if row.due_on is None or row.yellow_on is None:
        return "green"
    if row.done_on is not None:
        return "red" if row.done_on > row.due_on else "green"
    return light(row.yellow_on, row.due_on, today)
