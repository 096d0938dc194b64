"""Idempotency keys: a repeated request is done once and answered alike."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite

from permits.errors import IdempotencyMismatch
from permits.models import IdempotencyKey

Answer = tuple[int, dict[str, object]]
KEPT_FOR = timedelta(hours=24)


def digest(method: str, path: str, body: object) -> str:
    """Hash a request, so that the same key with another request is detected."""
    text = json.dumps([method, path, body], sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def once(
    conn: Connection, actor_id: int, key: str, *, request: str, wall: datetime, act: Callable[[], Answer]
) -> Answer:
    """Do `act` unless this key did it before; then return the first answer. A refusal rolls the key back too.

    Raises:
        IdempotencyMismatch: the key was used for another request.
    """
    insert = postgresql.insert if conn.dialect.name == "postgresql" else sqlite.insert
    taken = insert(IdempotencyKey).values(
        actor_id=actor_id, key=key, digest=request, status=None, answer=None, created_at=wall
    )
    mine = (IdempotencyKey.actor_id == actor_id) & (IdempotencyKey.key == key)
    # read by RETURNING: PostgreSQL does not report the row count of an insert
    if conn.execute(taken.on_conflict_do_nothing().returning(IdempotencyKey.key)).first() is None:
        before = conn.execute(
            select(IdempotencyKey.digest, IdempotencyKey.status, IdempotencyKey.answer).where(mine)
        ).one()
        if before.digest != request:
            raise IdempotencyMismatch
        return before.status, before.answer
    status, answer = act()
    conn.execute(update(IdempotencyKey).where(mine).values(status=status, answer=answer))
    return status, answer


def forget(conn: Connection, *, wall: datetime, most: int) -> int:
    """Forget at most `most` keys and answers older than a day; returns how many."""
    key = tuple_(IdempotencyKey.actor_id, IdempotencyKey.key)
    old = select(IdempotencyKey.actor_id, IdempotencyKey.key).where(IdempotencyKey.created_at < wall - KEPT_FOR)
    return conn.execute(delete(IdempotencyKey).where(key.in_(old.limit(most)))).rowcount
