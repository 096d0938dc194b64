"""The database: connections that are safe by default, one transaction per entry."""

import math
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import psycopg
from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, DisconnectionError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from permits.errors import Conflict, SetupFault
from permits.files import own_file
from workflows import N_

T = TypeVar("T")

PRAGMAS = ("journal_mode=wal", "busy_timeout=10000", "foreign_keys=on", "synchronous=full", "recursive_triggers=on")
# the house's own sentence
RAISED_BY_TRIGGER = "P0001"
SERIALIZATION_FAILURE, DEADLOCK, LOCK_TIMEOUT = "40001", "40P01", "55P03"
OLDEST_POSTGRESQL = 150000
TRUSTED_SECONDS = 5.0
# a server that does not answer is away: whoever waits is told so, in time
POOL_SECONDS = 10.0
CONNECTS_WITHIN = {"connect_timeout": 5, "tcp_user_timeout": 20_000, "keepalives_idle": 30}
# connection lost, out of resources, shut down or starting, trouble of the system
AWAY_STATES = ("08", "53", "57P", "58")
AWAY_OF_SQLITE = ("unable to open database file", "disk is full", "disk I/O error", "readonly database")


def connect(url: str) -> Engine:
    """Create the engine for `url`; connects lazily."""
    if not url.startswith("sqlite"):
        waits: dict[str, Any] = {"connect_args": CONNECTS_WITHIN, "pool_timeout": POOL_SECONDS}
        engine = create_engine(url, pool_size=10, max_overflow=20, hide_parameters=True, **waits)
        event.listen(engine, "checkin", _note_rest)
        event.listen(engine, "checkout", _ping_rested)
        event.listen(engine, "handle_error", _without_data)
        return engine
    if (path := make_url(url).database) and path != ":memory:":
        own_file(Path(path))
    engine = create_engine(url, pool_size=20, max_overflow=20, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _note_rest(_dbapi: Any, record: Any) -> None:
    """Record when a connection returned to the pool."""
    record.info["rests_since"] = time.monotonic()


def _ping_rested(dbapi: Any, record: Any, _proxy: object) -> None:
    """Ping an idle connection at checkout; a recently used one needs no ping.

    Raises:
        DisconnectionError: the server closed it; the pool opens another connection.
    """
    if time.monotonic() - record.info.get("rests_since", math.inf) < TRUSTED_SECONDS:
        return
    try:
        dbapi.execute("select 1")
        dbapi.rollback()
    except psycopg.OperationalError as error:
        raise DisconnectionError from error


def _without_data(context: ExceptionContext) -> None:
    """Take the values out of an error before anybody logs it: PostgreSQL quotes whole rows in its messages."""
    error = context.original_exception
    if not isinstance(error, psycopg.Error) or error.sqlstate in {None, RAISED_BY_TRIGGER}:
        return
    about = (error.sqlstate, error.diag.table_name, error.diag.column_name, error.diag.constraint_name)
    said = " ".join([type(error).__name__, *filter(None, about)])
    error.args = (said,)
    if context.sqlalchemy_exception is not None:
        context.sqlalchemy_exception.args = (said,)


def _prepare_sqlite(dbapi: Any, _record: object) -> None:
    """Make SQLite durable and strict, and disable the driver's BEGIN, which comes too late."""
    dbapi.isolation_level = None
    for pragma in PRAGMAS:
        dbapi.execute(f"pragma {pragma}")


def _begin_sqlite(conn: Connection) -> None:
    """Begin a read-only transaction, or BEGIN IMMEDIATE as the only writer."""
    is_reader = bool(conn.get_execution_options().get("ro"))
    if conn.info.get("query_only", False) != is_reader:
        conn.exec_driver_sql(f"pragma query_only={'on' if is_reader else 'off'}")
        conn.info["query_only"] = is_reader
    # a change of the schema may make a table anew that others refer to; it checks the references itself
    is_change = bool(conn.get_execution_options().get("schema_change"))
    if conn.info.get("schema_change", False) != is_change:
        conn.exec_driver_sql(f"pragma foreign_keys={'off' if is_change else 'on'}")
        conn.info["schema_change"] = is_change
    conn.exec_driver_sql("BEGIN" if is_reader else "BEGIN IMMEDIATE")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Yield a connection that refuses writes; on SQLite it reads one consistent snapshot."""
    with engine.execution_options(ro=True, postgresql_readonly=True).connect() as conn:
        yield conn


def perform(engine: Engine, fn: Callable[[Connection], T], attempts: int = 3) -> T:
    """Run `fn` in one write transaction and commit; retry on a serialisation failure, and on a lost connection.

    Raises:
        Conflict: every retry failed; nothing was written.
    """
    for attempt in range(1, attempts + 1):
        is_committing = False
        try:
            with engine.begin() as conn:
                done = fn(conn)
                is_committing = True
            return done  # noqa: TRY300 - an error of the commit is handled below
        except DBAPIError as error:
            # lost in the middle nothing was written; lost at the commit nobody knows
            is_lost = error.connection_invalidated and not is_committing
            if not (is_passing(error) or is_lost) or (is_lost and attempt == attempts):
                raise
            if attempt == attempts:
                raise Conflict("busy", N_("Others are writing here at this moment: try again")) from error
        # not cryptography: jitter keeps the losers of a race from retrying together
        time.sleep(random.uniform(0.005, 0.03) * attempt)  # noqa: S311
    raise AssertionError("attempts must be at least 1")


def is_passing(error: SQLAlchemyError) -> bool:
    """Return whether a retry of the same work may succeed at once: others were in its way."""
    if not isinstance(error, DBAPIError):
        return False
    state = getattr(error.orig, "sqlstate", None)
    return state in {SERIALIZATION_FAILURE, DEADLOCK, LOCK_TIMEOUT} or "database is locked" in str(error.orig)


def is_away(error: SQLAlchemyError) -> bool:
    """Return whether the error says that the database cannot be used at all, whatever was asked of it."""
    if isinstance(error, PoolTimeout):
        return True
    if not isinstance(error, DBAPIError):
        return False
    if error.connection_invalidated:
        return True
    state = getattr(error.orig, "sqlstate", "")
    if isinstance(error.orig, psycopg.OperationalError):
        return state is None or state.startswith(AWAY_STATES)
    return any(said in str(error.orig) for said in AWAY_OF_SQLITE)


def check_database(engine: Engine) -> None:
    """Refuse a database without the isolation joins need: the last of two parallel decisions must see the first.

    Raises:
        SetupFault: it has a fault.
    """
    with reading(engine) as conn:
        fault = _sqlite_fault(conn) if engine.dialect.name == "sqlite" else _postgresql_fault(conn)
    if fault:
        raise SetupFault(fault)


def _sqlite_fault(conn: Connection) -> str | None:
    """Describe the fault of a SQLite database, if any."""
    mode = conn.exec_driver_sql("pragma journal_mode").scalar_one()
    if mode != "wal":
        return f"SQLite runs in journal mode {mode}, not WAL: put the file on a local disk"
    return None


def _postgresql_fault(conn: Connection) -> str | None:
    """Describe the fault of a PostgreSQL database, if any."""
    version = int(conn.exec_driver_sql("show server_version_num").scalar_one())
    if version < OLDEST_POSTGRESQL:
        return "PostgreSQL 15 or later is needed"
    if conn.exec_driver_sql("select pg_is_in_recovery()").scalar_one():
        return "DATABASE_URL leads to a read-only replica: it cannot lock rows"
    if conn.exec_driver_sql("show default_transaction_isolation").scalar_one() == "read uncommitted":
        return "default_transaction_isolation must be read committed or stricter"
    if conn.exec_driver_sql("show synchronous_commit").scalar_one() == "off":
        return "synchronous_commit is off: a decision could be lost after it was answered"
    return None
