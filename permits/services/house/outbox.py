"""The outbox for workers: sending, taking, finishing and putting back. Times are real, not the office's."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, case, func, or_, select, update

from permits.models import OutboxRow
from permits.services.notifying.notices import RENDER_JOB

LEASE = timedelta(seconds=60)
# a message not taken by then is taken as lost: it expires, and its row is sent again
SENT_FOR = timedelta(seconds=60)
MOST_ATTEMPTS = 8
BACK_OFF = timedelta(seconds=15)
MOST_AT_ONCE = 200
IS_REQUESTED = OutboxRow.requested_at.is_not(None)
# documents go before messages: people wait for documents
ORDER = (case((OutboxRow.job == RENDER_JOB, 0), else_=1), OutboxRow.id)


@dataclass(frozen=True, slots=True)
class Message:
    """A row to wake a worker for; somebody is waiting for the result of an urgent one."""

    row_id: int
    job: str
    is_urgent: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """A row that a worker holds; `request_id` and `trace` name what caused it."""

    row_id: int
    attempt: int
    args: dict[str, object]
    request_id: str | None
    trace: str | None


def _free(wall: datetime) -> ColumnElement[bool]:
    """Match the rows nobody works on: new ones past their back-off, and those with an expired lease."""
    return or_(
        (OutboxRow.state == "new") & or_(OutboxRow.leased_until.is_(None), OutboxRow.leased_until <= wall),
        (OutboxRow.state == "running") & (OutboxRow.leased_until <= wall),
    )


def _unsent(wall: datetime) -> ColumnElement[bool]:
    return _free(wall) & or_(OutboxRow.sent_until.is_(None), OutboxRow.sent_until <= wall)


def mark_sent(conn: Connection, *, wall: datetime) -> list[Message]:
    """Mark the next rows as sent and return their messages, requested rows first; the caller commits, then sends.

    A marked row is not sent again before `SENT_FOR` has passed. At most `MOST_AT_ONCE` rows are sent and not yet taken,
    so that the queue stays short; requested rows do not count.
    """
    ids = select(OutboxRow.id).where(_unsent(wall))
    requested = conn.execute(ids.where(IS_REQUESTED).order_by(OutboxRow.requested_at, OutboxRow.id).limit(MOST_AT_ONCE))
    urgent = list(requested.scalars())
    in_flight = select(func.count()).where(OutboxRow.state == "new", OutboxRow.sent_until > wall, ~IS_REQUESTED)
    room = max(0, MOST_AT_ONCE - conn.execute(in_flight).scalar_one())
    others = list(conn.execute(ids.where(~IS_REQUESTED).order_by(*ORDER).limit(room)).scalars())
    marked = update(OutboxRow).where(OutboxRow.id.in_(urgent + others)).values(sent_until=wall + SENT_FOR)
    jobs = {row.id: row.job for row in conn.execute(marked.returning(OutboxRow.id, OutboxRow.job))}
    return [Message(row_id, jobs[row_id], row_id in urgent) for row_id in urgent + others if row_id in jobs]


def is_any_unsent(conn: Connection, *, wall: datetime) -> bool:
    """Return whether `mark_sent` could find a row to send; writes nothing."""
    return conn.execute(select(OutboxRow.id).where(_unsent(wall)).limit(1)).first() is not None


def take(conn: Connection, row_id: int, *, wall: datetime) -> Taken | None:
    """Take a row for the time of a lease; None if another worker has it or it is done."""
    taken = (
        update(OutboxRow)
        .where(OutboxRow.id == row_id, _free(wall))
        .values(state="running", leased_until=wall + LEASE, sent_until=None, attempts=OutboxRow.attempts + 1)
    )
    if conn.execute(taken).rowcount == 0:
        return None
    columns = (OutboxRow.area, OutboxRow.args, OutboxRow.attempts, OutboxRow.request_id, OutboxRow.trace)
    row = conn.execute(select(*columns).where(OutboxRow.id == row_id)).one()
    return Taken(row_id, row.attempts, {"area": row.area, **row.args}, row.request_id, row.trace)


def state_of(conn: Connection, row_id: int) -> tuple[str, bool]:
    """Return the state of a row, and whether its last try failed."""
    row = conn.execute(select(OutboxRow.state, OutboxRow.error).where(OutboxRow.id == row_id)).one()
    return row.state, row.error is not None


def finish(conn: Connection, row_id: int, *, wall: datetime) -> None:
    """Mark a row as done, in the transaction of its effect."""
    conn.execute(
        update(OutboxRow)
        .where(OutboxRow.id == row_id)
        .values(state="done", done_at=wall, leased_until=None, sent_until=None, requested_at=None, error=None)
    )


def go_on(conn: Connection, row_id: int, *, wall: datetime) -> None:
    """Release a long job that has progressed, for the next worker."""
    piece = update(OutboxRow).where(OutboxRow.id == row_id)
    conn.execute(piece.values(state="new", attempts=0, leased_until=wall, available_at=wall, error=None))


def put_back(conn: Connection, row_id: int, error: str, *, wall: datetime) -> None:
    """Put a row back after a failure with a growing delay; after the last attempt an operator must retry it."""
    attempts = conn.execute(select(OutboxRow.attempts).where(OutboxRow.id == row_id)).scalar_one()
    state = "failed" if attempts >= MOST_ATTEMPTS else "new"
    later = wall + BACK_OFF * 2 ** min(attempts, MOST_ATTEMPTS)
    back = {"state": state, "leased_until": later, "available_at": later, "error": error[:500]}
    conn.execute(update(OutboxRow).where(OutboxRow.id == row_id).values(**back))


def listing(conn: Connection, areas: Collection[str]) -> list[dict[str, object]]:
    """List the rows of some areas that are not yet done, for operators."""
    columns = (OutboxRow.id, OutboxRow.area, OutboxRow.job, OutboxRow.state, OutboxRow.attempts)
    told = (OutboxRow.created_at, OutboxRow.error)
    wanted = select(*columns, *told).where(OutboxRow.area.in_(areas), OutboxRow.state != "done").order_by(OutboxRow.id)
    return [dict(row._mapping) for row in conn.execute(wanted)]  # noqa: SLF001 - SQLAlchemy's public name


def retry(conn: Connection, areas: Collection[str]) -> int:
    """Reset every failed row of some areas for another attempt; returns how many."""
    again = update(OutboxRow).where(OutboxRow.area.in_(areas), OutboxRow.state == "failed")
    return conn.execute(again.values(state="new", attempts=0, leased_until=None, sent_until=None)).rowcount
