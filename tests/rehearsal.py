"""An office in which nothing that is sent lasts: each transaction is rolled back where it would commit."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event

WRITES = re.compile(r"\s*(?:insert into|update|delete from) \"?(\w+)", re.IGNORECASE)


class Rehearsal:
    """Tells of each request which tables it would have changed."""

    def __init__(self) -> None:
        self.changed: set[str] = set()
        self._lasts = False

    @contextmanager
    def lasting(self) -> Iterator[None]:
        """Let what is written meanwhile last."""
        self._lasts = True
        yield
        self._lasts = False

    def take(self) -> set[str]:
        """Give the tables changed since the last question."""
        changed, self.changed = self.changed, set()
        return changed

    def note(self, conn: Connection, _cursor: Any, statement: str, *_: object) -> None:
        if found := WRITES.match(statement):
            conn.info.setdefault("rehearsed", set()).add(found[1])

    def begin(self, conn: Connection) -> None:
        conn.info.pop("rehearsed", None)

    def instead_of_commit(self, conn: Connection) -> None:
        changed = conn.info.pop("rehearsed", set())
        if not self._lasts:
            self.changed |= changed
            conn.connection.rollback()


@contextmanager
def rehearsed(engine: Engine) -> Iterator[Rehearsal]:
    """Let nothing last that is written through the engine meanwhile."""
    rehearsal = Rehearsal()
    listeners = (
        ("begin", rehearsal.begin),
        ("before_cursor_execute", rehearsal.note),
        ("commit", rehearsal.instead_of_commit),
    )
    for name, heard in listeners:
        event.listen(engine, name, heard)
    try:
        yield rehearsal
    finally:
        for name, heard in listeners:
            event.remove(engine, name, heard)
