"""Who is it: the actor behind a user id, a user name or a token."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from permits.actor import Actor
from permits.models import ApiToken, Notification, RoleGrant, User

COLUMNS = (
    User.id,
    User.username,
    User.name_zh,
    User.name_en,
    User.area,
    User.company_id,
    User.language,
    RoleGrant.role,
    RoleGrant.department,
)


def by_id(conn: Connection, user_id: int) -> Actor | None:
    """Find an active person by id."""
    return _find(conn, User.id == user_id)


def by_username(conn: Connection, username: str) -> Actor | None:
    """Find an active person by user name."""
    return _find(conn, User.username == username)


def by_token(conn: Connection, token_hash: str) -> Actor | None:
    """Find the active person a token belongs to, with the token's scopes; a revoked token finds nobody."""
    token = conn.execute(
        select(ApiToken.user_id, ApiToken.scopes).where(
            ApiToken.token_hash == token_hash, ApiToken.revoked_at.is_(None)
        )
    ).first()
    return None if token is None else _find(conn, User.id == token.user_id, scopes=token.scopes)


def credentials(conn: Connection, username: str) -> tuple[int, str] | None:
    """Give id and password hash of an active person."""
    found = conn.execute(
        select(User.id, User.password_hash).where(User.username == username, User.is_active.is_(True))
    ).first()
    return None if found is None else (found.id, found.password_hash)


def _find(conn: Connection, condition: ColumnElement[bool], scopes: Sequence[str] = ()) -> Actor | None:
    rows = conn.execute(
        select(*COLUMNS)
        .outerjoin(RoleGrant, (RoleGrant.user_id == User.id) & (RoleGrant.area == User.area))
        .where(condition, User.is_active.is_(True))
    ).all()
    return _actor(rows, scopes) if rows else None


def _actor(rows: Sequence[Any], scopes: Sequence[str]) -> Actor:
    person = rows[0]
    return Actor(
        id=person.id,
        username=person.username,
        name=person.name_zh if person.language == "zh" else person.name_en,
        kind="human",
        area=person.area,
        roles=frozenset((row.role, row.department) for row in rows if row.role),
        company_id=person.company_id,
        language=person.language,
        scopes=frozenset(scopes),
    )


def unread(conn: Connection, user_id: int, most: int = 100) -> int:
    """Count a person's unread messages, up to `most`."""
    wanted = select(Notification.id).where(Notification.user_id == user_id, Notification.read_at.is_(None)).limit(most)
    return int(conn.execute(select(func.count()).select_from(wanted.subquery())).scalar_one())
