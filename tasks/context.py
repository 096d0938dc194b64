"""What jobs work with: the database, the office, the files. Set once by the process that runs them."""

from dataclasses import dataclass
from typing import ClassVar

from celery import Celery
from sqlalchemy import Engine

from permits.config import Settings
from permits.files import Store
from permits.office import Office


@dataclass(frozen=True, slots=True)
class JobContext:
    """The surroundings of every job of this process."""

    engine: Engine
    settings: Settings
    office: Office
    celery: Celery
    materials: Store
    papers: Store


class _Current:
    context: ClassVar[JobContext | None] = None


def use(context: JobContext) -> None:
    """Let the jobs of this process work with `context`."""
    _Current.context = context


def current() -> JobContext:
    """Give the surroundings of this process's jobs.

    Raises:
        RuntimeError: the process was never set up to run jobs.
    """
    if _Current.context is None:
        raise RuntimeError("this process is not set up to run jobs")
    return _Current.context
