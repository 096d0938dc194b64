"""Counting what is sent to a database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event

FRAME = ("BEGIN", "COMMIT", "ROLLBACK", "pragma")


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """Collect the statements sent meanwhile, without those that frame a transaction."""
    sent: list[str] = []

    def note(_conn: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(FRAME):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
