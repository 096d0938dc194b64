"""The job that hands letters over: between short transactions, in a queue of its own, each letter at most once."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

import structlog
from celery import shared_task
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from permits import clock
from permits.db import perform
from permits.services.house import outbox
from permits.services.house.outbox import Failure, Taken
from permits.services.notifying import handing_over, mailing
from permits.services.notifying.handing_over import NeverConfirmed, NotHandedOver, RefusedForGood
from permits.services.notifying.mailing import Letter
from tasks.context import JobContext, current
from tasks.watching import Try, trying

log = structlog.get_logger(__name__)
T = TypeVar("T")
# longer than every step before the text together, and than the wait for the answer
LEASE_BEFORE = timedelta(seconds=10 * handing_over.STEP_SECONDS)
LEASE_AFTER = timedelta(seconds=handing_over.CONFIRM_SECONDS + 3 * handing_over.STEP_SECONDS)
# how often, and after how long, an answer of the mail server is written down again while the database is away
INSISTS, INSISTS_AFTER_SECONDS = 60, 2.0


@shared_task(name=mailing.MAIL_JOB)
def send_mail(row_id: int) -> bool:
    """Send one letter."""
    return deliver(row_id)


def deliver(row_id: int) -> bool:
    """Hand one letter over, or record why not; returns whether it is handed over."""
    with trying(mailing.MAIL_JOB, row_id) as attempt:
        return _deliver(row_id, attempt)


def _deliver(row_id: int, attempt: Try) -> bool:
    context = current()
    taken = perform(
        context.engine, lambda conn: outbox.take(conn, row_id, wall=clock.of_database(conn), lease=LEASE_BEFORE)
    )
    if taken is None:
        return False
    attempt.begin(taken)
    dedupe = str(taken.args["dedupe"])
    try:
        _send(context, taken, dedupe)
    except NeverConfirmed as error:
        _settle(context, taken, partial(_give_up, taken=taken, failure=Failure.UNCONFIRMED, error=str(error)))
    except NotHandedOver as error:
        _settle(context, taken, partial(_refused, taken=taken, dedupe=dedupe, error=error))
    except Exception as error:
        log.exception("outbox.row_failed")
        _settle(context, taken, partial(_later, taken=taken, error=f"{type(error).__name__}: {error}"))
    else:
        return True
    return False


def _send(context: JobContext, taken: Taken, dedupe: str) -> None:
    letter = perform(context.engine, lambda conn: mailing.compose(conn, dedupe, context.settings, wall=clock.wall()))
    if letter is not None and letter.is_on_its_way:
        raise NeverConfirmed("the worker ended while it was handing the letter over")
    if letter is not None:
        _hand_over(context, taken, letter, dedupe)
    at = clock.now()
    _insist(context, lambda conn: _done(conn, taken, letter, at=at))


def _hand_over(context: JobContext, taken: Taken, letter: Letter, dedupe: str) -> None:
    """Hand over by the way this installation has."""
    if not context.settings.smtp_url:
        handing_over.as_file(letter.message, context.settings.mail_dir / f"{dedupe}.eml")
        return
    handing_over.by_smtp(
        letter.message,
        context.settings.smtp_url,
        on_the_brink=lambda: perform(context.engine, lambda conn: _on_the_brink(conn, taken, letter)),
    )


def _on_the_brink(conn: Connection, taken: Taken, letter: Letter) -> bool:
    wall = clock.of_database(conn)
    is_mine = outbox.hold(conn, taken, wall=wall, lease=LEASE_AFTER)
    return is_mine and mailing.begin_handing(conn, letter, wall=wall)


def _done(conn: Connection, taken: Taken, letter: Letter | None, *, at: datetime) -> None:
    if letter is not None:
        mailing.mark_sent(conn, letter, at=at)
    outbox.finish(conn, taken.row_id, wall=clock.of_database(conn))


def _later(conn: Connection, *, taken: Taken, error: str) -> None:
    outbox.put_back(conn, taken.row_id, error, wall=clock.of_database(conn), tries=outbox.TRIES_OF_LETTERS)


def _give_up(conn: Connection, *, taken: Taken, failure: Failure, error: str) -> None:
    log.error("letter.failed", failure=failure)  # what the server said may name the address: it stands in the row
    outbox.give_up(conn, taken.row_id, failure, error)


def _refused(conn: Connection, *, taken: Taken, dedupe: str, error: NotHandedOver) -> None:
    """Take the letter back that the server did not take, for a later try or for good."""
    mailing.take_back(conn, dedupe)
    if isinstance(error, RefusedForGood):
        _give_up(conn, taken=taken, failure=Failure.REFUSED, error=str(error))
    else:
        _later(conn, taken=taken, error=str(error))


def _settle(context: JobContext, taken: Taken, fn: Callable[[Connection], None]) -> None:
    """Record how a try ended, unless another worker has taken the row meanwhile."""

    def once(conn: Connection) -> None:
        if outbox.hold(conn, taken, wall=clock.of_database(conn), lease=outbox.LEASE):
            fn(conn)

    _insist(context, once)


def _insist(context: JobContext, fn: Callable[[Connection], T]) -> T:
    """Write down what the mail server said, though the database restarts: asking the server again is no way."""
    for left in reversed(range(INSISTS)):
        try:
            return perform(context.engine, fn)
        except DBAPIError:
            if not left:
                raise
            time.sleep(INSISTS_AFTER_SECONDS)
    raise AssertionError("INSISTS must be at least 1")
