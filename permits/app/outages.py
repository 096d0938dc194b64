"""What the office depends on is away: the rest goes on, and who asked is told to come back."""

import errno
import time

import structlog
from flask import Flask, current_app, g, request
from flask.typing import ResponseReturnValue
from redis.backoff import NoBackoff
from redis.retry import Retry
from sqlalchemy.exc import SQLAlchemyError

from permits.db import is_away, is_passing
from permits.files import NO_ROOM, refusal_of
from permits.http import away, refused

SAFE = frozenset({"GET", "HEAD"})
CANNOT_KEEP = NO_ROOM | {errno.EROFS, errno.EACCES, errno.EIO}
REPLICA_RESTS_SECONDS = 30.0
# the counter of requests answers within this time, or each process counts for itself
COUNTER_SECONDS = 0.5
log = structlog.get_logger(__name__)


def limits(url: str | None) -> dict[str, object]:
    """Return the settings of the rate limiter; while its store is away each process counts for itself."""
    options = {"socket_connect_timeout": COUNTER_SECONDS, "socket_timeout": COUNTER_SECONDS}
    return {
        "RATELIMIT_STORAGE_URI": url or "memory://",
        "RATELIMIT_STORAGE_OPTIONS": {**options, "retry": Retry(NoBackoff(), 0)} if url else {},
        "RATELIMIT_IN_MEMORY_FALLBACK_ENABLED": True,
    }


def register(app: Flask) -> None:
    """Answer requests of `app` that need what is away."""
    app.register_error_handler(SQLAlchemyError, _database_fault)
    app.register_error_handler(OSError, _file_fault)


def _database_fault(error: SQLAlchemyError) -> ResponseReturnValue:
    """Ask once more where nothing is written: of the primary, over a new connection; else say to come back.

    A reading is asked again, too, where a change of the schema stood in its way: both waited for each other's tables.

    Raises:
        SQLAlchemyError: the database is there, the fault is ours.
    """
    if not (is_away(error) or is_passing(error)):
        raise error
    if request.method in SAFE and not g.get("is_asked_again"):
        g.is_asked_again = True
        if is_away(error):
            _let_replica_rest()
        try:
            return current_app.preprocess_request() or current_app.dispatch_request()
        except SQLAlchemyError as again:
            return _database_fault(again)
    log.error("database.away", error=type(error).__name__)
    return away()


def _let_replica_rest() -> None:
    known = current_app.extensions
    if known["reader"] is not known["engine"]:
        known["reader_rests_until"] = time.monotonic() + REPLICA_RESTS_SECONDS


def _file_fault(error: OSError) -> ResponseReturnValue:
    """Say that a file could not be kept on its way in, before any view has seen it.

    Raises:
        OSError: it is about something else.
    """
    if error.errno not in CANNOT_KEEP:
        raise error
    log.error("files.away", error=type(error).__name__, errno=error.errno)
    return refused(refusal_of(error))
