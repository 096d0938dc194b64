"""Counting what an entry asks the database: every statement it sends, its own BEGIN and pragmas left out."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event

BESIDE = ("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """Give the list that the statements sent through an engine are noted in."""
    sent: list[str] = []

    def note(_conn: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.lstrip().upper().startswith(BESIDE):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
