"""Finds the actor of a user id, a user name or a token."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, select

from permits.actor import Actor
from permits.models import ApiToken, Notification, RoleGrant, User, UserSession
from permits.queries.typed import columns_of, every, first


@dataclass(frozen=True, slots=True)
class _Held:
    """A person with one of their roles."""

    id: int
    username: str
    name_zh: str
    name_en: str
    area: str
    company_id: int | None
    language: str
    role: str | None
    department: str | None


COLUMNS = columns_of(_Held, User, {"role": RoleGrant.role, "department": RoleGrant.department})
OWN_GRANTS = (RoleGrant.user_id == User.id) & (RoleGrant.area == User.area)


def by_id(conn: Connection, user_id: int) -> Actor | None:
    """Find an active person by id."""
    return _find(conn, User.id == user_id)


def by_username(conn: Connection, username: str) -> Actor | None:
    """Find an active person by user name."""
    return _find(conn, User.username == username)


def by_token(conn: Connection, token_hash: str) -> Actor | None:
    """Find the active person a token belongs to, with the token's scopes; None for a revoked token."""
    owner = select(ApiToken.scopes, *COLUMNS).join(User, User.id == ApiToken.user_id).outerjoin(RoleGrant, OWN_GRANTS)
    live = (ApiToken.token_hash == token_hash, ApiToken.revoked_at.is_(None), User.is_active.is_(True))
    found = conn.execute(owner.where(*live)).all()
    return _actor([_Held(*row[1:]) for row in found], found[0].scopes) if found else None


@dataclass(frozen=True, slots=True)
class Credentials:
    """An account and the hash of its password."""

    id: int
    password_hash: str


@dataclass(frozen=True, slots=True)
class Session:
    """The person of a running session, and its end."""

    actor: Actor
    ends_at: datetime


def credentials(conn: Connection, username: str) -> Credentials | None:
    """Return the credentials of an active person."""
    wanted = select(*columns_of(Credentials, User)).where(User.username == username, User.is_active.is_(True))
    return first(conn, Credentials, wanted)


def digest_of(password_hash: str) -> str:
    """Return what a session keeps of the password it was begun with."""
    return hashlib.sha256(password_hash.encode()).hexdigest()


def by_session(conn: Connection, key: str, *, wall: datetime) -> Session | None:
    """Find the person of a running session; None once it has ended, the password has changed or the account is off."""
    owner = select(UserSession.credentials, User.password_hash, UserSession.ends_at, *COLUMNS)
    owner = owner.join(User, User.id == UserSession.user_id).outerjoin(RoleGrant, OWN_GRANTS)
    running = (UserSession.id == key, UserSession.ends_at > wall, User.is_active.is_(True))
    found = conn.execute(owner.where(*running)).all()
    if not found or found[0].credentials != digest_of(found[0].password_hash):
        return None
    return Session(_actor([_Held(*row[3:]) for row in found]), found[0].ends_at)


def _find(conn: Connection, condition: ColumnElement[bool]) -> Actor | None:
    people = select(*COLUMNS).outerjoin(RoleGrant, OWN_GRANTS).where(condition, User.is_active.is_(True))
    rows = every(conn, _Held, people)
    return _actor(rows) if rows else None


def _actor(rows: Sequence[_Held], scopes: Sequence[str] = ()) -> Actor:
    person = rows[0]
    return Actor(
        id=person.id,
        username=person.username,
        name=person.name_zh if person.language == "zh" else person.name_en,
        kind="human",
        area=person.area,
        roles=frozenset((row.role, row.department or "") for row in rows if row.role),
        company_id=person.company_id,
        language=person.language,
        scopes=frozenset(scopes),
    )


def unread(conn: Connection, user_id: int, most: int = 100) -> int:
    """Count a person's unread messages, up to `most`."""
    wanted = select(Notification.id).where(Notification.user_id == user_id, Notification.read_at.is_(None)).limit(most)
    return int(conn.execute(select(func.count()).select_from(wanted.subquery())).scalar_one())
