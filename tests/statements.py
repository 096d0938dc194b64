"""Counting what an entry asks the database: every statement it sends, BEGIN and pragmas left out.

So are the settings: they are looked up anew when some seconds have passed, whoever calls.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event

WRITING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
# approving the last item joins the case, settles fees, issues licences and opens what waits: no act needs more
MOST_OF_AN_ACT = 20
# moving the virtual clock sweeps every case on its way; of several files handed in at once each has its own transaction
MANY_TRANSACTIONS = ("/sandbox/clock", "/sandbox", "/papers", "/supplement", "/photos")
BESIDE = ("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE", "SELECT SETTING.VALUE")


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


def in_one_go(sent: Sequence[str]) -> list[str]:
    """Take rows written at once for one statement, as PostgreSQL gets them; SQLite gets one a table."""
    found: list[str] = []
    for statement in sent:
        is_of_batch = statement.startswith(("insert into", "update"))
        if not (is_of_batch and found and found[-1].startswith(("insert into", "update"))):
            found.append(statement)
    return found


def too_costly(method: str, path: str, sent: Sequence[str]) -> bool:
    """Say whether a call that writes sends more statements than any act needs, however many rows there are."""
    return method in WRITING and not path.endswith(MANY_TRANSACTIONS) and len(in_one_go(sent)) > MOST_OF_AN_ACT
