"""Gunicorn's configuration in production: gunicorn -c python:permits.app.serving. Jobs run in workers of their own."""

import multiprocessing
import sys
from typing import Protocol

from permits import schema
from permits.app import logs, pulse
from permits.app.start import or_exit
from permits.config import load_settings
from permits.db import check_database, connect, reading
from permits.errors import SetupFault
from permits.seeds.installing import check_kind
from permits.watch import lines, sharing

lines.configure()
settings = load_settings()
bind = settings.bind
worker_class = "gthread"
threads = 8
timeout = 60
graceful_timeout = 20
wsgi_app = "wsgi:app"
logger_class = "permits.watch.server_lines.Lines"
control_socket_disable = True


class Process(Protocol):
    """The used part of gunicorn's worker."""

    pid: int


def on_starting(_server: object) -> None:
    """Check once, before any worker starts, whether this installation can serve; else exit with 2."""
    # in a child process, so that no connection is shared with the workers
    child = multiprocessing.get_context("fork").Process(target=or_exit, args=(look,))
    child.start()
    child.join()
    if child.exitcode:
        sys.exit(2)
    sharing.share(settings.metrics_dir, logs.PROCESS)


def post_worker_init(_worker: Process) -> None:
    """Let this worker say that it serves."""
    pulse.start(settings.database_url, pulse.Part(logs.PROCESS))


def child_exit(_server: object, worker: Process) -> None:
    """Remove the gauges of a worker that has ended."""
    sharing.forget(worker.pid)


def look() -> None:
    """Check the settings and the database.

    Raises:
        SetupFault: this installation cannot serve.
    """
    if settings.is_embedded:
        raise SetupFault("REDIS_URL must be set: several processes need a broker (`manage.py run` does without)")
    engine = connect(settings.database_url)
    check_database(engine)
    with reading(engine) as conn:
        schema.check(conn)
        check_kind(conn, settings)
