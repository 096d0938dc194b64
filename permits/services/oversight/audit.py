"""Verify the hash chains: recompute every link."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from forms.checks.lines import typed_number
from permits.errors import NotFound
from permits.models import Application
from permits.queries.case.trail import events_of
from permits.verifier import first_broken_link


@dataclass(frozen=True, slots=True)
class Finding:
    """One chain: its length, and where it breaks if it does."""

    application: int
    number: str | None
    events: int
    broken: str | None


def verify(conn: Connection, area: str | None = None, number: str | None = None) -> Iterator[Finding]:
    """Verify the chain of one application, or all chains of an area, or of every area; oldest first.

    Raises:
        NotFound: no application has this number.
    """
    wanted = select(Application.id, Application.number, Application.event_seq, Application.event_hash)
    if area is not None:
        wanted = wanted.where(Application.area == area)
    if number is not None:
        wanted = wanted.where(Application.number == typed_number(number))
    found = conn.execute(wanted.order_by(Application.id)).all()
    if number is not None and not found:
        raise NotFound
    for row in found:
        events = events_of(conn, row.id)
        broken = first_broken_link(events)
        if broken is None and (len(events) != row.event_seq or (events and events[-1]["hash"] != row.event_hash)):
            broken = f"the chain ends at event {len(events)}, but its head stands at {row.event_seq}"
        yield Finding(row.id, row.number, len(events), broken)
