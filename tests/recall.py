"""What offices of earlier tests did: the same calls from the same beginning are answered from memory."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from bench.reused import ReusedFile
from permits import clock
from permits.db import perform, reading
from permits.models import Setting
from permits.queries.office.installation import CLOCK_OFFSET
from permits.services.calendar.calendars import renew

# a test that changes what the code does, or reads what it writes to the log, has to see every call
DATABASE = "daokou.db"
WATCHERS = frozenset({"monkeypatch", "caplog"})


@dataclass(frozen=True, slots=True)
class Stand:
    """An office as it stood after a call: its database, its files, and its moment where it has a clock of its own."""

    name: str
    folder: Path
    moment: datetime | None


@dataclass(slots=True)
class Memory:
    """What was answered, and where it led, by the stand and what was asked there."""

    folder: Path
    known: dict[tuple[str, str], tuple[Any, Stand | None]] = field(default_factory=dict)
    stands: int = 0


class Recall:
    """The way of one office from its beginning; whatever else writes into its file ends the recalling."""

    def __init__(self, memory: Memory, app: Flask, file: ReusedFile, beginning: str, *folders: Path) -> None:
        """Begin with an office that stands as every office of the same beginning; `folders` are its own files."""
        self._memory, self._app, self._file, self._at = memory, app, file, beginning
        self._folders = folders
        self._office = app.extensions["office"]
        self._seen = self._sight()

    def once(self, asked: dict[str, Any], act: Callable[[], Any]) -> Any:
        """Answer a call from memory, or make it and remember where it led."""
        if (key := self._key(asked)) is None:
            return act()
        if key in self._memory.known:
            answer, stand = self._memory.known[key]
            if stand:
                self._put_back(stand)
        else:
            answer = act()
            stand = self._keep() if self._sight() != self._seen else None
            self._memory.known[key] = answer, stand
        if stand:
            self._at = stand.name
        self._seen = self._sight()
        return answer

    def _key(self, asked: dict[str, Any]) -> tuple[str, str] | None:
        if self._app.extensions["office"] is not self._office or self._sight() != self._seen:
            self._at = ""
        if not self._at:
            return None
        try:
            return self._at, json.dumps(asked, sort_keys=True, default=_plain)
        except TypeError:
            return None

    def _sight(self) -> tuple[float, ...]:
        """Give what no write leaves as it is, whoever makes it."""
        files = (self._file.path, self._file.path.with_name(f"{self._file.path.name}-wal"))
        known = [one.stat() for one in files if one.exists()]
        read = (self._office.calendars.current, self._office.library.current)
        return (clock.offset(), *map(id, read), *(part for one in known for part in (one.st_mtime_ns, one.st_size)))

    def _keep(self) -> Stand:
        self._memory.stands += 1
        name = str(self._memory.stands)
        folder = self._memory.folder / name
        folder.mkdir()
        with closing(sqlite3.connect(self._file.path)) as live, closing(sqlite3.connect(folder / DATABASE)) as kept:
            live.backup(kept)
        for one in self._folders:
            if one.exists():
                shutil.copytree(one, folder / one.name)
        return Stand(name, folder, clock.now() if clock.offset() else None)

    def _put_back(self, stand: Stand) -> None:
        self._file.renew(stand.folder / DATABASE)
        for one in self._folders:
            if (stand.folder / one.name).exists():
                shutil.copytree(stand.folder / one.name, one, dirs_exist_ok=True)
        if stand.moment:
            clock.set_offset((stand.moment - clock.wall()).total_seconds())
            ahead = update(Setting).where(Setting.key == CLOCK_OFFSET).values(value=str(clock.offset()))
            perform(self._file.engine, lambda conn: conn.execute(ahead))
        with reading(self._file.engine) as conn:
            renew(conn, self._office)


MEMORY = pytest.StashKey[Memory]()


def recalling(
    request: pytest.FixtureRequest, app: Flask, file: ReusedFile, beginning: str, *folders: Path
) -> Recall | None:
    """Let an office recall what earlier tests did from the same beginning, unless the test watches every call."""
    stash = request.config.stash
    if MEMORY not in stash:
        stash[MEMORY] = Memory(request.getfixturevalue("tmp_path_factory").mktemp("stands"))
    watched = not WATCHERS.isdisjoint(request.fixturenames)
    return None if watched else Recall(stash[MEMORY], app, file, beginning, *folders)


def _plain(value: object) -> str:
    """Write a value that two calls can be compared by."""
    if isinstance(value, bytes):
        return sha256(value).hexdigest()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value))
