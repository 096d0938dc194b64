"""Verify the hash chains: recompute every link, and compare the rows the events cover."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Row, select

from forms.checks.lines import typed_number
from permits.errors import NotFound
from permits.models import Application
from permits.queries.case.trail import AT_ONCE, Kept, batched, events_of
from permits.services.oversight.seals import first_fault, rows_of
from permits.verifier import first_broken_link

Head = tuple[int, str | None, int, str, str]
HEAD = (Application.id, Application.number, Application.event_seq, Application.event_hash, Application.salt)


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
    wanted = select(*HEAD)
    if area is not None:
        wanted = wanted.where(Application.area == area)
    if number is not None:
        wanted = wanted.where(Application.number == typed_number(number))
    found = conn.execute(wanted.order_by(Application.id)).all()
    if number is not None and not found:
        raise NotFound
    for some in batched(found, AT_ONCE):
        yield from _verify(conn, some)


def verify_after(conn: Connection, application_id: int, *, most: int, seconds: float) -> Iterator[Finding]:
    """Verify the chains of the next applications after one: at most `most`, and begin none after `seconds`."""
    until = time.monotonic() + seconds
    wanted = select(*HEAD).where(Application.id > application_id).order_by(Application.id).limit(most)
    for finding in _verify(conn, conn.execute(wanted).all()):
        yield finding
        if time.monotonic() > until:
            return


def _verify(conn: Connection, heads: Sequence[Row[*Head]]) -> Iterator[Finding]:
    rows = rows_of(conn, [row.id for row in heads])
    for row in heads:
        events = events_of(conn, row.id)
        broken = first_broken_link(events) or _fault_of_head(events, row.event_seq, row.event_hash)
        yield Finding(row.id, row.number, len(events), broken or first_fault(events, rows[row.id], salt=row.salt))


def _fault_of_head(events: Sequence[Kept], seq: int, hashed: str) -> str | None:
    if len(events) == seq and (not events or events[-1]["hash"] == hashed):
        return None
    return f"the chain ends at event {len(events)}, but its head stands at {seq}"
