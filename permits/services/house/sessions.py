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
# who has shown who they are may change their second factors for so long
PROVEN_FOR = timedelta(minutes=5)


def key_of(token: str) -> str:
    """Return the key under which the session of a cookie is stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def begin(conn: Connection, person: Credentials, *, means: str, wall: datetime) -> str:
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
            means=means,
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


def end_others(conn: Connection, user_id: int, token: str) -> None:
    """End every session of an account but one."""
    others = (UserSession.user_id == user_id) & (UserSession.id != key_of(token))
    conn.execute(delete(UserSession).where(others))


def prove(conn: Connection, token: str, *, wall: datetime) -> None:
    """Record that the person of a session has just shown who they are."""
    conn.execute(update(UserSession).where(UserSession.id == key_of(token)).values(proven_at=wall))


def is_proven(proven_at: datetime | None, *, wall: datetime) -> bool:
    """Return whether the person has shown who they are a short time ago."""
    return proven_at is not None and proven_at > wall - PROVEN_FOR
