"""A thread by which a process says every few seconds that it serves."""

import os
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from permits import clock
from permits.db import connect, perform
from permits.services.watching.processes import say_alive

EVERY_SECONDS = 15.0
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Part:
    """What a process serves as: its kind and the queues it takes from; `is_alive` is asked before each word."""

    kind: str
    queues: Sequence[str] = ()
    is_alive: Callable[[], bool] = lambda: True


def start(database_url: str, *parts: Part) -> threading.Thread:
    """Say from now on, until the process ends, that it serves; the database may come and go."""
    thread = threading.Thread(target=_go_on, args=(database_url, parts), name="pulse", daemon=True)
    thread.start()
    return thread


def _go_on(database_url: str, parts: Sequence[Part]) -> None:
    started_at, ended = clock.wall(), threading.Event()
    # connections of its own, closed each time: a pool that forks must not share one
    engine = connect(database_url)
    while True:
        for part in [one for one in parts if one.is_alive()]:
            name = f"{part.kind} {socket.gethostname()} {os.getpid()}"
            about = partial(say_alive, name=name, kind=part.kind, queues=part.queues, started_at=started_at)
            try:
                perform(engine, partial(_say, about=about))
            except SQLAlchemyError as error:
                log.warning("pulse.not_written", kind=part.kind, error=type(error).__name__)
        engine.dispose()
        ended.wait(EVERY_SECONDS)


def _say(conn: Connection, *, about: Callable[..., None]) -> None:
    about(conn, wall=clock.wall())
