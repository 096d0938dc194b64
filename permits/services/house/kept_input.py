"""What a person typed and could not send: kept for that person alone, one row an address, for some days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from permits.models import KeptInput

KEPT_FOR = timedelta(days=7)
MOST_KEPT = 20
LARGEST_KEPT_LETTERS = 200_000


@dataclass(frozen=True, slots=True)
class Kept:
    """The fields of a form in the order they were sent; `path` is where they were sent to."""

    path: str
    fields: Sequence[Sequence[str]]
    had_files: bool = False


def keep(conn: Connection, user_id: int, kept: Kept, *, at: datetime, is_awaited: bool) -> int | None:
    """Keep a form for a person, in place of an earlier one of the same address; returns its id, None if it is too long.

    `is_awaited`: the person is led to it at the next sign-in. `at` is real time. Deletes the oldest of a person who has
    too many.
    """
    if sum(len(name) + len(text) for name, text in kept.fields) > LARGEST_KEPT_LETTERS:
        return None
    mine = KeptInput.user_id == user_id
    newest = select(KeptInput.id).where(mine).order_by(KeptInput.id.desc()).limit(MOST_KEPT - 1)
    beyond = mine & KeptInput.id.not_in(newest)
    conn.execute(delete(KeptInput).where((mine & (KeptInput.path == kept.path)) | beyond))
    made = insert(KeptInput).values(
        user_id=user_id,
        path=kept.path,
        fields=[list(pair) for pair in kept.fields],
        had_files=kept.had_files,
        is_awaited=is_awaited,
        expires_at=at + KEPT_FOR,
    )
    return int(conn.execute(made.returning(KeptInput.id)).scalar_one())


def find(conn: Connection, user_id: int, kept_id: int, *, at: datetime) -> Kept | None:
    """Find a kept form of a person; another person's is not found."""
    mine = (KeptInput.id == kept_id) & (KeptInput.user_id == user_id) & (KeptInput.expires_at > at)
    row = conn.execute(select(KeptInput.path, KeptInput.fields, KeptInput.had_files).where(mine)).first()
    return Kept(*row) if row else None


def lead_back(conn: Connection, user_id: int, *, at: datetime) -> tuple[int, str] | None:
    """Return id and path of the newest form that awaits its person; all of theirs cease to wait."""
    waiting = (KeptInput.user_id == user_id) & KeptInput.is_awaited.is_(True) & (KeptInput.expires_at > at)
    led = update(KeptInput).where(waiting).values(is_awaited=False).returning(KeptInput.id, KeptInput.path)
    rows = conn.execute(led).all()
    return max((row.id, row.path) for row in rows) if rows else None


def forget(conn: Connection, user_id: int, kept_id: int, path: str) -> None:
    """Delete a kept form of a person once it was sent to its address; another form of the same page leaves it."""
    mine = (KeptInput.id == kept_id) & (KeptInput.user_id == user_id) & (KeptInput.path == path)
    conn.execute(delete(KeptInput).where(mine))
