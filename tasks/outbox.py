"""Jobs of the outbox: the relay wakes a worker for each pending row; each row is done once."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

import structlog
from celery import shared_task
from sqlalchemy import Connection

from permits import clock
from permits.db import perform, reading
from permits.queue import MAIL, ORDINARY, URGENT, send
from permits.services.calendar import reprojection
from permits.services.house import outbox
from permits.services.notifying import mailing, notifications, rendering
from permits.services.notifying.quiet_hours import QuietHours
from permits.services.timers import invariants
from permits.services.watching import nightly
from tasks.context import JobContext, current
from tasks.watching import Try, trying

log = structlog.get_logger(__name__)
# a job's arguments, from a JSON column
Args = dict[str, Any]
Work = Callable[[Connection, JobContext, Args], None]
LongWork = Callable[[JobContext, Args], bool]


@shared_task(name="outbox.relay")
def relay() -> int:
    """Send a message for each pending row not under way; a row sent twice is still done once."""
    context = current()
    _post_held_letters(context)
    with reading(context.engine) as conn:
        wall = clock.of_database(conn)
        is_any = outbox.is_any_unsent(conn, wall=wall)
    if not is_any:
        return 0
    messages = perform(context.engine, lambda conn: outbox.mark_sent(conn, wall=wall))
    for message in messages:
        send(context.celery, message.job, message.row_id, queue=_queue_of(message), expires=outbox.SENT_FOR)
    return len(messages)


def _queue_of(message: outbox.Message) -> str:
    if message.job == mailing.MAIL_JOB:
        return MAIL
    return URGENT if message.is_urgent else ORDINARY


def _post_held_letters(context: JobContext) -> None:
    """Release the mails whose quiet hours are over; writes only when there are any."""
    at, wall = clock.now(), clock.wall()
    with reading(context.engine) as conn:
        is_any = bool(mailing.held_letters(conn, at=at))
    if is_any:
        perform(context.engine, lambda conn: mailing.post_held(conn, at=at, wall=wall))


def _render(conn: Connection, context: JobContext, args: Args) -> None:
    rendering.render_notice(conn, rendering.NoticeKey(**args), store=context.documents)


def _tell(conn: Connection, context: JobContext, args: Args) -> None:
    quiet = QuietHours.read(context.settings.quiet_hours)
    notifications.tell(conn, **args, by=notifications.Post(clock.now(), clock.wall(), quiet))
    # the first job after an act's commit: check here that the act broke no invariant of its case
    invariants.watch(conn, args["application_id"], at=clock.now())


WORK: Mapping[str, Work] = {"documents.render": _render, "notifications.tell": _tell}


def _reproject(context: JobContext, _args: Args) -> bool:
    return reprojection.reproject_open_cases(context.engine, context.office, at=clock.now())


def _check(job: str, context: JobContext, args: Args) -> bool:
    night_of = nightly.Night(context.office, context.settings, clock.now())
    return nightly.go_on(context.engine, night_of, job, date.fromisoformat(args["night"]))


# jobs of many transactions, done in pieces: each returns whether the work is complete
LONG_WORK: Mapping[str, LongWork] = {
    "calendar.reproject": _reproject,
    **{job: partial(_check, job) for job in nightly.CHECKS},
}
# what these write has a moment that counts in law; a process whose clock is wrong leaves them to others
OF_LEGAL_MOMENT = frozenset({"notifications.tell", *LONG_WORK})


def run_row(job: str, row_id: int) -> bool:
    """Run one row's job and mark it done in the same transaction; reschedule on failure. Returns whether it is done."""
    with trying(job, row_id) as attempt:
        return _run_row(job, row_id, attempt)


def _run_row(job: str, row_id: int, attempt: Try) -> bool:
    context = current()
    taken = perform(context.engine, partial(_take, job=job, row_id=row_id))
    if taken is None:
        return False
    attempt.begin(taken)
    try:
        if job in LONG_WORK:
            _do_a_piece(context, job, row_id, taken.args)
        else:
            perform(context.engine, partial(_do, context=context, job=job, row_id=row_id, args=taken.args))
    except Exception as error:
        log.exception("outbox.row_failed")
        failure = f"{type(error).__name__}: {error}"
        perform(context.engine, lambda conn: outbox.put_back(conn, row_id, failure, wall=clock.of_database(conn)))
        return False
    return True


def _take(conn: Connection, *, job: str, row_id: int) -> outbox.Taken | None:
    wall = clock.of_database(conn)
    return None if clock.is_wrong() and job in OF_LEGAL_MOMENT else outbox.take(conn, row_id, wall=wall)


def _do(conn: Connection, *, context: JobContext, job: str, row_id: int, args: Args) -> None:
    WORK[job](conn, context, args)
    outbox.finish(conn, row_id, wall=clock.of_database(conn))


def _do_a_piece(context: JobContext, job: str, row_id: int, args: Args) -> None:
    """Run one piece of a long job; the row stays pending until the last piece is done."""
    end = outbox.finish if LONG_WORK[job](context, args) else outbox.go_on
    perform(context.engine, lambda conn: end(conn, row_id, wall=clock.of_database(conn)))


@shared_task(name="documents.render")
def render_document(row_id: int) -> bool:
    """Render the PDF of one notice."""
    return run_row("documents.render", row_id)


@shared_task(name="notifications.tell")
def tell(row_id: int) -> bool:
    """Notify everybody concerned of one event."""
    return run_row("notifications.tell", row_id)


@shared_task(name="calendar.reproject")
def reproject(row_id: int) -> bool:
    """Recompute the limits of open cases after a calendar change."""
    return run_row("calendar.reproject", row_id)


@shared_task(name=nightly.STALLS)
def check_stalls(row_id: int) -> bool:
    """Check the invariants of every open case, with a replay of its trail, piece by piece."""
    return run_row(nightly.STALLS, row_id)


@shared_task(name=nightly.AUDIT)
def check_chains(row_id: int) -> bool:
    """Verify every chain of events, piece by piece."""
    return run_row(nightly.AUDIT, row_id)
