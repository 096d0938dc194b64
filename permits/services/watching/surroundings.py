"""What the office stands on and no row tells of: broker, replica, disks. Each look is bounded in time."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from permits import clock
from permits.config import Settings
from permits.db import reading
from permits.queries.office.watching import Figures, figures, seconds_behind
from permits.watch.bounded import Bounded

BOUND_SECONDS = 2.0
BROKER_SECONDS = 1.0
KEPT_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Broker:
    """Whether the broker answers, and how many messages wait in each queue."""

    is_there: bool
    messages: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Replica:
    """Whether the replica answers, and by how many seconds it is behind."""

    is_there: bool
    seconds_behind: float = 0.0


@dataclass(frozen=True, slots=True)
class Disk:
    """The room under one folder of the office; `free_bytes` is None where it cannot be read."""

    folder: str
    free_bytes: int | None
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Found:
    """Everything looked at in one moment.

    `figures` is None where the database did not answer; broker or replica is None where the installation has none.
    `queues` are those that workers must take from.
    """

    wall: datetime
    at: datetime
    queues: Sequence[str]
    figures: Figures | None
    broker: Broker | None
    replica: Replica | None
    disks: Sequence[Disk]


_FIGURES: Bounded[Figures] = Bounded(bound_seconds=BOUND_SECONDS, kept_seconds=KEPT_SECONDS)
_REPLICA: Bounded[Replica] = Bounded(bound_seconds=BOUND_SECONDS, kept_seconds=KEPT_SECONDS)
_DISKS: Bounded[list[Disk]] = Bounded(bound_seconds=BOUND_SECONDS, kept_seconds=KEPT_SECONDS)


def look_around(engine: Engine, reader: Engine, settings: Settings, queues: Sequence[str]) -> Found:
    """Look at everything; what does not answer in two seconds is not there."""
    wall, at = clock.wall(), clock.now()
    about = (engine, settings)
    return Found(
        wall=wall,
        at=at,
        queues=queues,
        figures=_figures(engine, settings, wall, at),
        broker=look_at_broker(settings.redis_url, queues) if settings.redis_url else None,
        replica=(_REPLICA.answer(about, lambda: _replica(reader)) or Replica(False)) if reader is not engine else None,
        disks=_DISKS.answer(about, lambda: look_at_disks(settings)) or [],
    )


def _figures(engine: Engine, settings: Settings, wall: datetime, at: datetime) -> Figures | None:
    def look() -> Figures:
        with reading(engine) as conn:
            return figures(conn, wall=wall, at=at)

    try:
        return _FIGURES.answer((engine, settings), look)
    except SQLAlchemyError:
        return None


def look_at_broker(url: str, queues: Sequence[str]) -> Broker:
    """Ask the broker how many messages wait in each queue."""
    waits = {"socket_timeout": BROKER_SECONDS, "socket_connect_timeout": BROKER_SECONDS}
    try:
        with Redis.from_url(url, **waits, retry=Retry(NoBackoff(), 0)) as client:
            return Broker(is_there=True, messages={name: int(str(client.llen(name))) for name in queues})
    except (RedisError, OSError):
        return Broker(is_there=False, messages={})


def _replica(reader: Engine) -> Replica:
    try:
        with reading(reader) as conn:
            return Replica(is_there=True, seconds_behind=seconds_behind(conn))
    except SQLAlchemyError:
        return Replica(is_there=False)


def look_at_disks(settings: Settings) -> list[Disk]:
    """Measure the room under the folders of the office."""
    folders = {"uploads": settings.upload_dir, "documents": settings.documents_dir, "instance": settings.instance_dir}
    return [_disk(name, folder) for name, folder in folders.items()]


def _disk(name: str, folder: Path) -> Disk:
    # a folder that nothing was put into yet is made with its first file
    there = next((one for one in (folder, *folder.parents) if one.exists()), folder)
    try:
        usage = shutil.disk_usage(there)
    except OSError:
        return Disk(name, None, 0)
    return Disk(name, usage.free, usage.total)
