"""One process at a time changes the schema: an advisory lock on PostgreSQL, a locked file beside SQLite's."""

import fcntl
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from sqlalchemy import Connection, Engine, text

from permits.errors import SetupFault

KEY = 0x64616F6B6F75  # "daokou"
LOOK_AGAIN_SECONDS = 0.2
HOLDER = text(
    "select a.application_name from pg_locks l join pg_stat_activity a using (pid)"
    " where l.locktype = 'advisory' and l.granted and l.database = (select oid from pg_database"
    " where datname = current_database()) and (l.classid::bigint << 32) | l.objid::bigint = :key"
)


@contextmanager
def alone(engine: Engine, *, patience_seconds: float) -> Iterator[None]:
    """Hold the lock of schema changes; wait for it.

    Raises:
        SetupFault: another process still holds it after `patience_seconds`; says which.
    """
    if engine.dialect.name == "sqlite":
        with _file(Path(f"{engine.url.database}.preparing"), patience_seconds):
            yield
    else:
        with _advisory(engine, patience_seconds):
            yield


def _me() -> str:
    return f"daokou on {socket.gethostname()}, process {os.getpid()}"


@contextmanager
def _advisory(engine: Engine, patience_seconds: float) -> Iterator[None]:
    # the lock of a transaction, for a pool of connections in front of the server keeps no lock of a session
    with engine.begin() as conn:
        conn.execute(text("select set_config('application_name', :me, true)"), {"me": _me()})
        conn.execute(text("set local idle_in_transaction_session_timeout = 0"))
        _wait(lambda: _is_taken(conn), lambda: conn.execute(HOLDER, {"key": KEY}).scalar() or "", patience_seconds)
        yield


def _is_taken(conn: Connection) -> bool:
    return bool(conn.execute(text("select pg_try_advisory_xact_lock(:key)"), {"key": KEY}).scalar_one())


@contextmanager
def _file(path: Path, patience_seconds: float) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="utf-8") as file:
        _wait(lambda: _is_locked(file), lambda: path.read_text(encoding="utf-8"), patience_seconds)
        file.truncate()
        file.write(_me())
        file.flush()
        yield


def _is_locked(file: TextIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _wait(take: Callable[[], bool], holder: Callable[[], str], patience_seconds: float) -> None:
    until = time.monotonic() + patience_seconds
    while not take():
        if time.monotonic() > until:
            raise SetupFault(
                f"another process changes the schema of this database ({holder() or 'it has just ended'}) and has not"
                f" finished after {patience_seconds:.0f} seconds: wait for it, or end it and start again"
            )
        time.sleep(LOOK_AGAIN_SECONDS)
