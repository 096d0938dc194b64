"""Sessions of signed-in people: rows, so that a session ends for whoever holds its cookie."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, update

from permits.models import UserSession
from permits.queries.office.people import Credentials, digest_of

LASTS = timedelta(hours=12)
# a session is prolonged in steps: not every page costs a write
STEP = timedelta(minutes=10)


def key_of(token: str) -> str:
    """Return the key under which the session of a cookie is stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def begin(conn: Connection, person: Credentials, *, wall: datetime) -> str:
    """Begin a session under a new random token, and forget ended ones; returns the token, of which the hash is kept."""
    token = secrets.token_urlsafe(32)
    conn.execute(delete(UserSession).where(UserSession.ends_at <= wall))
    conn.execute(
        insert(UserSession).values(
            id=key_of(token),
            user_id=person.id,
            credentials=digest_of(person.password_hash),
            began_at=wall,
            ends_at=wall + LASTS,
        )
    )
    return token


def prolong(conn: Connection, token: str, *, wall: datetime) -> None:
    """Let a session last as long again as a new one; an ended one stays ended."""
    mine = (UserSession.id == key_of(token)) & (UserSession.ends_at > wall)
    conn.execute(update(UserSession).where(mine).values(ends_at=wall + LASTS))


def end(conn: Connection, token: str) -> None:
    """End a session."""
    conn.execute(delete(UserSession).where(UserSession.id == key_of(token)))
