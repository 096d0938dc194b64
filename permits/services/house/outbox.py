"""The outbox for workers: sending, taking, finishing and putting back.

Times are real, not the office's, and by the database's clock (`permits.clock.of_database`): a lease is what several
machines agree on.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, Select, case, delete, func, or_, select, update

from permits.models import Mail, OutboxRow
from permits.services.notifying.mailing import MAIL_JOB
from permits.services.notifying.notices import RENDER_JOB

LEASE = timedelta(seconds=60)
# a message not taken by then is taken as lost: it expires, and its row is sent again
SENT_FOR = timedelta(seconds=60)
BACK_OFF = timedelta(seconds=15)
LONGEST_IF_REQUESTED = timedelta(seconds=30)
MOST_AT_ONCE = 200
MOST_LETTERS_AT_ONCE = 50
KEPT_FOR = timedelta(days=7)
IS_REQUESTED = OutboxRow.requested_at.is_not(None)
IS_LETTER = OutboxRow.job == MAIL_JOB
# documents go before messages: people wait for documents
ORDER = (case((OutboxRow.job == RENDER_JOB, 0), else_=1), OutboxRow.id)


class Failure(StrEnum):
    """Why a job is not tried again by itself.

    `EXHAUSTED`: every try failed. `REFUSED`: the mail server refuses the letter for good. `UNCONFIRMED`: the mail
    server has had the letter and never said whether it took it.
    """

    EXHAUSTED = "exhausted"
    REFUSED = "refused"
    UNCONFIRMED = "unconfirmed"


# a person has to look at these: another try would be refused again, or may arrive a second time
FOR_A_PERSON = (Failure.REFUSED, Failure.UNCONFIRMED)
MAY_BE_TRIED = or_(OutboxRow.failure.is_(None), OutboxRow.failure.not_in(FOR_A_PERSON))


@dataclass(frozen=True, slots=True)
class Tries:
    """How often a job is tried, and the longest delay between two tries."""

    most: int
    longest: timedelta

    def delay(self, attempts: int) -> timedelta:
        """Return the delay after so many attempts; it doubles."""
        return min(BACK_OFF * (1 << min(attempts, 12)), self.longest)


TRIES = Tries(8, BACK_OFF * 2**8)
# a mail server may be away for a weekend
TRIES_OF_LETTERS = Tries(500, timedelta(minutes=10))


@dataclass(frozen=True, slots=True)
class Message:
    """A row to wake a worker for; somebody is waiting for the result of an urgent one."""

    row_id: int
    job: str
    is_urgent: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """A row that a worker holds; `attempt` tells its lease from a later one, `request_id` and `trace` its cause."""

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

    A marked row is not sent again before `SENT_FOR` has passed. At most `MOST_AT_ONCE` rows, and `MOST_LETTERS_AT_ONCE`
    letters, are sent and not yet taken, so that the queues stay short; requested rows do not count. Rows that another
    relay marks meanwhile are left to it.
    """
    ids = select(OutboxRow.id).where(_unsent(wall)).with_for_update(skip_locked=True)
    urgent = _ids(conn, ids.where(IS_REQUESTED).order_by(OutboxRow.requested_at, OutboxRow.id).limit(MOST_AT_ONCE))
    under_way = func.count(case((IS_LETTER, 1)))
    in_flight = select(func.count() - under_way, under_way)
    jobs, letters = conn.execute(
        in_flight.where(OutboxRow.state == "new", OutboxRow.sent_until > wall, ~IS_REQUESTED)
    ).one()
    others = ids.where(~IS_REQUESTED).order_by(*ORDER)
    found = urgent + _ids(conn, others.where(~IS_LETTER).limit(max(0, MOST_AT_ONCE - jobs)))
    found += _ids(conn, others.where(IS_LETTER).limit(max(0, MOST_LETTERS_AT_ONCE - letters)))
    marked = update(OutboxRow).where(OutboxRow.id.in_(found)).values(sent_until=wall + SENT_FOR)
    job_of = {row.id: row.job for row in conn.execute(marked.returning(OutboxRow.id, OutboxRow.job))}
    return [Message(row_id, job_of[row_id], row_id in urgent) for row_id in found if row_id in job_of]


def _ids(conn: Connection, wanted: Select[int]) -> list[int]:
    return list(conn.execute(wanted).scalars())


def is_any_unsent(conn: Connection, *, wall: datetime) -> bool:
    """Return whether `mark_sent` could find a row to send; writes nothing."""
    return conn.execute(select(OutboxRow.id).where(_unsent(wall)).limit(1)).first() is not None


def take(conn: Connection, row_id: int, *, wall: datetime, lease: timedelta = LEASE) -> Taken | None:
    """Take a row for the time of a lease; None if another worker has it or it is done."""
    taken = (
        update(OutboxRow)
        .where(OutboxRow.id == row_id, _free(wall))
        .values(state="running", leased_until=wall + lease, sent_until=None, attempts=OutboxRow.attempts + 1)
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


def hold(conn: Connection, taken: Taken, *, wall: datetime, lease: timedelta) -> bool:
    """Begin the lease of a row anew; False if another worker has taken the row meanwhile."""
    mine = (OutboxRow.id == taken.row_id) & (OutboxRow.state == "running") & (OutboxRow.attempts == taken.attempt)
    return conn.execute(update(OutboxRow).where(mine).values(leased_until=wall + lease)).rowcount > 0


def finish(conn: Connection, row_id: int, *, wall: datetime) -> None:
    """Mark a row as done, in the transaction of its effect."""
    conn.execute(
        update(OutboxRow)
        .where(OutboxRow.id == row_id)
        .values(
            state="done", done_at=wall, leased_until=None, sent_until=None, requested_at=None, error=None, failure=None
        )
    )


def go_on(conn: Connection, row_id: int, *, wall: datetime) -> None:
    """Release a long job that has progressed, for the next worker."""
    piece = update(OutboxRow).where(OutboxRow.id == row_id)
    conn.execute(piece.values(state="new", attempts=0, leased_until=wall, available_at=wall, error=None))


def put_back(conn: Connection, row_id: int, error: str, *, wall: datetime, tries: Tries = TRIES) -> None:
    """Put a row back after a failure with a growing delay; after the last attempt an operator must retry it.

    Somebody who waits for the result does not wait long for another try.
    """
    row = conn.execute(select(OutboxRow.attempts, OutboxRow.requested_at).where(OutboxRow.id == row_id)).one()
    if row.attempts >= tries.most:
        give_up(conn, row_id, Failure.EXHAUSTED, error)
        return
    delay = tries.delay(row.attempts)
    later = wall + (min(delay, LONGEST_IF_REQUESTED) if row.requested_at else delay)
    back = {"state": "new", "leased_until": later, "available_at": later, "error": error[:500]}
    conn.execute(update(OutboxRow).where(OutboxRow.id == row_id).values(**back))


def give_up(conn: Connection, row_id: int, failure: Failure, error: str) -> None:
    """Mark a row as failed: it stays in every list until a person retries or drops it."""
    failed = {"state": "failed", "failure": failure, "leased_until": None, "requested_at": None, "error": error[:500]}
    conn.execute(update(OutboxRow).where(OutboxRow.id == row_id).values(**failed))


def listing(conn: Connection, areas: Collection[str]) -> list[dict[str, object]]:
    """List the rows of some areas that are not yet done, for operators; a letter with the address it goes to."""
    columns = (OutboxRow.id, OutboxRow.area, OutboxRow.job, OutboxRow.state, OutboxRow.failure, OutboxRow.attempts)
    about = (OutboxRow.created_at, OutboxRow.available_at, OutboxRow.error, Mail.recipient)
    wanted = (
        select(*columns, *about)
        .outerjoin(Mail, IS_LETTER & (Mail.dedupe == OutboxRow.dedupe))
        .where(OutboxRow.area.in_(areas), OutboxRow.state.in_(("new", "running", "failed")))
        .order_by(OutboxRow.id)
    )
    return [dict(row._mapping) for row in conn.execute(wanted)]  # noqa: SLF001 - SQLAlchemy's public name


def retry(conn: Connection, areas: Collection[str], row_ids: Sequence[int] = ()) -> int:
    """Reset failed rows of some areas for another attempt; returns how many.

    Without ids, all but those a person has to look at: a letter that nobody confirmed may arrive a second time.
    """
    chosen = OutboxRow.id.in_(row_ids) if row_ids else MAY_BE_TRIED
    again = update(OutboxRow).where(OutboxRow.area.in_(areas), OutboxRow.state == "failed", chosen)
    fresh = {"state": "new", "attempts": 0, "leased_until": None, "sent_until": None, "failure": None}
    reset = conn.execute(again.values(**fresh).returning(OutboxRow.dedupe)).scalars().all()
    conn.execute(update(Mail).where(Mail.dedupe.in_(reset), Mail.sent_at.is_(None)).values(handing_since=None))
    return len(reset)


def drop(conn: Connection, areas: Collection[str], row_ids: Sequence[int]) -> int:
    """Give up failed rows of some areas for good; returns how many. They are kept, and named in no list."""
    chosen = OutboxRow.area.in_(areas) & (OutboxRow.state == "failed") & OutboxRow.id.in_(row_ids)
    return conn.execute(update(OutboxRow).where(chosen).values(state="dropped")).rowcount


def forget(conn: Connection, *, wall: datetime, most: int) -> int:
    """Delete at most `most` rows that were done a week ago, oldest first; returns how many."""
    old = select(OutboxRow.id).where(OutboxRow.state == "done", OutboxRow.done_at < wall - KEPT_FOR)
    chosen = old.order_by(OutboxRow.done_at).limit(most).with_for_update(skip_locked=True)
    return conn.execute(delete(OutboxRow).where(OutboxRow.id.in_(chosen))).rowcount
