"""Failed jobs and letters: an administrator retries them or gives them up, on the chain of the office."""

from collections.abc import Callable, Collection, Sequence

from sqlalchemy import Connection

from permits.casefile import ActContext
from permits.errors import Conflict
from permits.services.administration.chain import Act, record
from permits.services.house import outbox
from workflows import N_

Decide = Callable[[Connection, Collection[str], Sequence[int]], int]


def retry(context: ActContext, row_id: int) -> None:
    """Let a failed job of the actor's area be tried again; the caller commits.

    Raises:
        Conflict: it is not failed, or not of this area.
    """
    _decide(context, row_id, outbox.retry, "job.retried")


def drop(context: ActContext, row_id: int) -> None:
    """Give a failed job of the actor's area up for good; the caller commits.

    Raises:
        Conflict: it is not failed, or not of this area.
    """
    _decide(context, row_id, outbox.drop, "job.dropped")


def _decide(context: ActContext, row_id: int, decide: Decide, act: str) -> None:
    if not decide(context.conn, [context.actor.area], [row_id]):
        raise Conflict("job_not_failed", N_("This job is not failed any longer: look once more"))
    record(context, [Act(act, {"key": str(row_id)})])
