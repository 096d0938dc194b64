"""The context of jobs: database, office, files. Set once by the process that runs them."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from celery import Celery
from sqlalchemy import Engine

from permits import clock
from permits.config import Settings
from permits.db import reading
from permits.files import Store
from permits.office import Office


@dataclass(frozen=True, slots=True)
class JobContext:
    """The context of every job of this process."""

    engine: Engine
    settings: Settings
    office: Office
    celery: Celery
    materials: Store
    documents: Store


class _Current:
    context: ClassVar[JobContext | None] = None


def use(context: JobContext) -> None:
    """Set the context of this process's jobs."""
    _Current.context = context


def current() -> JobContext:
    """Return the context of this process's jobs.

    Raises:
        RuntimeError: the process was never set up to run jobs.
    """
    if _Current.context is None:
        raise RuntimeError("this process is not set up to run jobs")
    return _Current.context


def now_in_law(context: JobContext) -> datetime:
    """Return the office's moment for what counts in law, once this process's clock is compared with the database's.

    Raises:
        ClockWrong: they are too far apart.
    """
    with reading(context.engine) as conn:
        clock.of_database(conn)
    clock.require_right()
    return clock.now()
