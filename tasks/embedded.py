"""Gunicorn's configuration for a single process: pages, API, jobs and beat, without a broker."""

import multiprocessing
import sys
import tempfile
import threading
from pathlib import Path
from typing import Protocol

from celery import Celery
from celery.beat import EmbeddedService
from celery.worker import WorkController
from flask import Flask

from permits.app import pulse
from permits.app.start import or_exit
from permits.config import load_settings
from permits.db import connect
from permits.progress import on_terminal
from permits.queue import MAIL, QUEUES, make_celery
from permits.seeds.installing import fill, is_empty, prepare
from permits.watch import lines
from tasks.setting_up import set_up

lines.configure()
settings = load_settings()
bind = settings.bind
workers = 1
worker_class = "gthread"
threads = 8
timeout = 120
graceful_timeout = 5
wsgi_app = "wsgi:app"
logger_class = "permits.watch.server_lines.Lines"
control_socket_disable = True


class Worker(Protocol):
    """The used part of gunicorn's worker: the app it serves."""

    wsgi: Flask


def on_starting(_server: object) -> None:
    """Prepare the database before serving; a new sandbox is seeded with the demo office."""
    # in a child process, so that the memory of seeding ninety days is freed
    child = multiprocessing.get_context("fork").Process(target=or_exit, args=(bring_up,))
    child.start()
    child.join()
    if child.exitcode:
        sys.exit(child.exitcode if child.exitcode > 0 else 1)


def bring_up() -> None:
    """Prepare the database.

    Raises:
        SetupFault: it cannot serve.
    """
    engine = connect(settings.database_url)
    prepare(engine, settings)
    if settings.sandbox and is_empty(engine):
        fill(engine, settings, track=on_terminal("making the demo office"))
    engine.dispose()


def _work(celery: Celery, queues: list[str], *, threads: int) -> None:
    """Start a worker that takes from these queues, as threads of this process."""
    controller = WorkController(
        app=celery,
        pool_cls="threads",
        concurrency=threads,
        queues=queues,
        without_heartbeat=True,
        without_mingle=True,
        without_gossip=True,
    )
    threading.Thread(target=controller.start, name=f"jobs of {queues[0]}", daemon=True).start()


def post_worker_init(worker: Worker) -> None:
    """Start the Celery worker and beat as threads of this process."""
    known = worker.wsgi.extensions
    celery = known["queue"]
    set_up(celery, known["engine"], known["office"], settings)
    celery.conf.beat_schedule_filename = str(Path(tempfile.mkdtemp(prefix="daokou-")) / "beat")
    _work(celery, [name for name in QUEUES if name != MAIL], threads=2)
    # an app of its own: the queues a worker takes from are kept by the app
    _work(make_celery(settings, is_current=False), [MAIL], threads=1)
    beat = EmbeddedService(celery, thread=True)
    beat.daemon = True
    beat.start()
    pulse.start(settings.database_url, pulse.Part("web"), pulse.Part("worker", QUEUES))
