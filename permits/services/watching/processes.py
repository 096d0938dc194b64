"""Processes say that they serve: one row each, renewed every few seconds by the real clock."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert

from permits.config import VERSION
from permits.models import SeenProcess
from permits.queries.office.watching import SEEN_FOR, seconds_ahead


def say_alive(
    conn: Connection, name: str, kind: str, *, queues: Sequence[str], started_at: datetime, wall: datetime
) -> None:
    """Renew the row of a process, and forget processes not seen for a day; the caller commits."""
    old = (SeenProcess.name == name) | (SeenProcess.seen_at < wall - SEEN_FOR)
    conn.execute(delete(SeenProcess).where(old))
    known = {"kind": kind, "queues": " ".join(queues), "version": VERSION, "seconds_ahead": seconds_ahead(conn, wall)}
    conn.execute(insert(SeenProcess).values(name=name, **known, started_at=started_at, seen_at=wall))
