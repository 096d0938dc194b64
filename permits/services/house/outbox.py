"""The outbox for workers: waiting rows, taking, finishing and putting back. Times are real, not the office's."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, or_, select, update

from permits.models import OutboxRow

LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 8
BACK_OFF = timedelta(seconds=15)
MOST_AT_ONCE = 200


def _free(wall: datetime) -> ColumnElement[bool]:
    """Match the rows nobody works on: new ones past their back-off, and those with an expired lease."""
    return or_(
        (OutboxRow.state == "new") & or_(OutboxRow.leased_until.is_(None), OutboxRow.leased_until <= wall),
        (OutboxRow.state == "running") & (OutboxRow.leased_until <= wall),
    )


def waiting(conn: Connection, *, wall: datetime) -> list[tuple[int, str]]:
    """List (id, job) of rows nobody works on, oldest first."""
    rows = conn.execute(
        select(OutboxRow.id, OutboxRow.job).where(_free(wall)).order_by(OutboxRow.id).limit(MOST_AT_ONCE)
    )
    return [(row.id, row.job) for row in rows]


def take(conn: Connection, row_id: int, *, wall: datetime) -> dict[str, object] | None:
    """Take a row for the time of a lease; None if another worker has it or it is done."""
    taken = (
        update(OutboxRow)
        .where(OutboxRow.id == row_id, _free(wall))
        .values(state="running", leased_until=wall + LEASE, attempts=OutboxRow.attempts + 1)
    )
    if conn.execute(taken).rowcount == 0:
        return None
    row = conn.execute(select(OutboxRow.area, OutboxRow.args).where(OutboxRow.id == row_id)).one()
    return {"area": row.area, **row.args}


def finish(conn: Connection, row_id: int, *, wall: datetime) -> None:
    """Mark a row as done, in the transaction of its effect."""
    conn.execute(
        update(OutboxRow)
        .where(OutboxRow.id == row_id)
        .values(state="done", done_at=wall, leased_until=None, error=None)
    )


def go_on(conn: Connection, row_id: int, *, wall: datetime) -> None:
    """Release a long job that has progressed, for the next worker."""
    piece = update(OutboxRow).where(OutboxRow.id == row_id)
    conn.execute(piece.values(state="new", attempts=0, leased_until=wall, error=None))


def put_back(conn: Connection, row_id: int, error: str, *, wall: datetime) -> None:
    """Put a row back after a failure with a growing delay; after the last attempt an operator must retry it."""
    attempts = conn.execute(select(OutboxRow.attempts).where(OutboxRow.id == row_id)).scalar_one()
    state = "failed" if attempts >= MOST_ATTEMPTS else "new"
    later = wall + BACK_OFF * 2 ** min(attempts, MOST_ATTEMPTS)
    conn.execute(
        update(OutboxRow).where(OutboxRow.id == row_id).values(state=state, leased_until=later, error=error[:500])
    )


def listing(conn: Connection, area: str) -> list[dict[str, object]]:
    """List the rows not yet done, for operators."""
    columns = (OutboxRow.id, OutboxRow.job, OutboxRow.state, OutboxRow.attempts, OutboxRow.created_at, OutboxRow.error)
    wanted = select(*columns).where(OutboxRow.area == area, OutboxRow.state != "done").order_by(OutboxRow.id)
    return [dict(row._mapping) for row in conn.execute(wanted.limit(MOST_AT_ONCE))]  # noqa: SLF001 - SQLAlchemy's public name


def retry(conn: Connection, area: str) -> int:
    """Reset every failed row for another attempt; returns how many."""
    again = update(OutboxRow).where(OutboxRow.area == area, OutboxRow.state == "failed")
    return conn.execute(again.values(state="new", attempts=0, leased_until=None)).rowcount
