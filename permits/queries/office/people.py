"""Finds the actor of a user id, a user name or a token."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, exists, func, or_, select

from permits.actor import Actor, Power
from permits.models import (
    ApiToken,
    Authenticator,
    Company,
    Notification,
    Passkey,
    PowerOfAttorney,
    RoleGrant,
    User,
    UserSession,
)
from permits.queries.typed import columns_of, every, first


@dataclass(frozen=True, slots=True)
class _Held:
    """A person with one of their roles and one of their powers of attorney."""

    id: int
    username: str
    name_zh: str
    name_en: str
    area: str
    company_id: int | None
    language: str
    role: str | None
    department: str | None
    company: str | None
    principal: str | None
    power_scope: str | None
    power_first: date | None
    power_last: date | None
    power_acts: Sequence[str] | None
    power_confirmed_at: datetime | None
    power_revoked_at: datetime | None
    claimed_uscc: str


COLUMNS = columns_of(
    _Held,
    User,
    {
        "role": RoleGrant.role,
        "department": RoleGrant.department,
        "company": Company.uscc,
        "principal": PowerOfAttorney.principal_uscc,
        "power_scope": PowerOfAttorney.scope,
        "power_first": PowerOfAttorney.from_on,
        "power_last": PowerOfAttorney.to_on,
        "power_acts": PowerOfAttorney.acts,
        "power_confirmed_at": PowerOfAttorney.confirmed_at,
        "power_revoked_at": PowerOfAttorney.revoked_at,
    },
)
OWN_GRANTS = (RoleGrant.user_id == User.id) & (RoleGrant.area == User.area)
# a revoked power of a natural person still says that its agent is somebody else
_COUNTS = PowerOfAttorney.revoked_at.is_(None) | (PowerOfAttorney.principal_kind == "person")
OWN_POWERS = (PowerOfAttorney.agent_id == User.id) & _COUNTS


def _with_rights(people: Select[Any]) -> Select[Any]:
    """Join people with their roles, their company and the powers of attorney they hold."""
    roles = people.outerjoin(RoleGrant, OWN_GRANTS).outerjoin(Company, Company.id == User.company_id)
    return roles.outerjoin(PowerOfAttorney, OWN_POWERS)


def by_id(conn: Connection, user_id: int) -> Actor | None:
    """Find an active person by id."""
    return _find(conn, User.id == user_id)


def by_username(conn: Connection, username: str) -> Actor | None:
    """Find an active person by user name."""
    return _find(conn, User.username == username)


@dataclass(frozen=True, slots=True)
class Bearer:
    """The person a token belongs to, and when the token was last used."""

    actor: Actor
    token_id: int
    used_at: datetime | None


def by_token(conn: Connection, token_hash: str, *, wall: datetime) -> Bearer | None:
    """Find the active person a token belongs to, with the token's scopes; None for a revoked or ended token."""
    token = (ApiToken.id, ApiToken.used_at, ApiToken.scopes)
    owner = _with_rights(select(*token, *COLUMNS).select_from(ApiToken).join(User, User.id == ApiToken.user_id))
    live = (ApiToken.token_hash == token_hash, ApiToken.revoked_at.is_(None), ApiToken.ends_at > wall)
    found = conn.execute(owner.where(*live, User.is_active.is_(True))).all()
    if not found:
        return None
    token_id, used_at, scopes = found[0][: len(token)]
    actor = _actor([_Held(*row[len(token) :]) for row in found])
    # one issued before there were scopes has none, and opens all until its end
    return Bearer(replace(actor, scopes=frozenset(scopes) or None), token_id, used_at)


# a hash that matches nothing: no password is chosen yet, or ever
NO_PASSWORD = "!"  # noqa: S105 - no password


@dataclass(frozen=True, slots=True)
class Credentials:
    """An account, the hash of its password, whether the person chose its language and has a second factor."""

    id: int
    email: str
    password_hash: str
    has_chosen_language: bool
    has_second_factor: bool

    @property
    def can_prove(self) -> bool:
        """Whether the person has anything to show who they are with, beside the session they sit in."""
        return self.has_second_factor or self.password_hash != NO_PASSWORD


@dataclass(frozen=True, slots=True)
class Session:
    """The person of a running session, and its end."""

    actor: Actor
    ends_at: datetime
    means: str
    proven_at: datetime | None


def credentials(conn: Connection, username: str) -> Credentials | None:
    """Return the credentials of an active person."""
    return _credentials(conn, User.username == username)


def credentials_of(conn: Connection, user_id: int) -> Credentials | None:
    """Return the credentials of an active person by account."""
    return _credentials(conn, User.id == user_id)


def has_second_factor() -> ColumnElement[bool]:
    """Return the condition of accounts with a second factor in force."""
    by_code = exists().where(Authenticator.user_id == User.id, Authenticator.secret != "").correlate(User)
    return or_(by_code, exists().where(Passkey.user_id == User.id).correlate(User))


def _credentials(conn: Connection, condition: ColumnElement[bool]) -> Credentials | None:
    named = {"has_second_factor": has_second_factor()}
    return first(conn, Credentials, select(*columns_of(Credentials, User, named)).where(condition, User.is_active))


def digest_of(password_hash: str) -> str:
    """Return what a session keeps of the password it was begun with."""
    return hashlib.sha256(password_hash.encode()).hexdigest()


def by_session(conn: Connection, key: str, *, wall: datetime) -> Session | None:
    """Find the person of a running session; None once it has ended, the password has changed or the account is off."""
    own = (UserSession.credentials, User.password_hash, UserSession.ends_at, UserSession.means, UserSession.proven_at)
    known = select(*own, *COLUMNS)
    owner = _with_rights(known.select_from(UserSession).join(User, User.id == UserSession.user_id))
    running = (UserSession.id == key, UserSession.ends_at > wall, User.is_active.is_(True))
    found = conn.execute(owner.where(*running)).all()
    if not found or found[0].credentials != digest_of(found[0].password_hash):
        return None
    row = found[0]
    return Session(_actor([_Held(*one[len(own) :]) for one in found]), row.ends_at, row.means, row.proven_at)


def _find(conn: Connection, condition: ColumnElement[bool]) -> Actor | None:
    people = _with_rights(select(*COLUMNS).select_from(User)).where(condition, User.is_active.is_(True))
    rows = every(conn, _Held, people)
    return _actor(rows) if rows else None


def everyone(conn: Connection) -> list[Actor]:
    """Return all active people, as they act today."""
    rows = every(conn, _Held, _with_rights(select(*COLUMNS).select_from(User)).where(User.is_active).order_by(User.id))
    return [_actor(list(held)) for _, held in groupby(rows, key=lambda row: row.id)]


def _actor(rows: Sequence[_Held]) -> Actor:
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
        company=person.company or "",
        powers=frozenset(
            _power(row.principal, row.power_first, row) for row in rows if row.principal and row.power_first
        ),
        claimed=person.claimed_uscc,
    )


def _power(principal: str, begins: date, row: _Held) -> Power:
    acts = frozenset(row.power_acts or ()) if row.power_confirmed_at else frozenset[str]()
    is_revoked = row.power_revoked_at is not None
    return Power(principal, row.power_scope or "", begins, row.power_last, acts, is_revoked)


@dataclass(frozen=True, slots=True)
class Officer:
    """A member of staff who may check a site."""

    number: str
    name_zh: str

    @property
    def named(self) -> str:
        """The officer as records name them: with the law-enforcement number."""
        return f"{self.name_zh}（{self.number}）"


def officers(conn: Connection, area: str) -> list[Officer]:
    """List the people of an area with a law-enforcement number."""
    columns = columns_of(Officer, User, {"number": User.enforcement_number})
    wanted = select(*columns).where(User.area == area, User.is_active, User.enforcement_number != "")
    return every(conn, Officer, wanted.order_by(User.enforcement_number))


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who works in the office."""

    id: int
    username: str
    name_zh: str
    name_en: str


def members(conn: Connection, area: str, roles: Collection[str]) -> list[Member]:
    """List the active people of an area who hold one of these roles."""
    held = select(RoleGrant.user_id).where(RoleGrant.role.in_(roles))
    wanted = select(*columns_of(Member, User)).where(User.area == area, User.is_active, User.id.in_(held))
    return every(conn, Member, wanted.order_by(User.id))


def unread(conn: Connection, user_id: int, most: int = 100) -> int:
    """Count a person's unread messages, up to `most`."""
    wanted = select(Notification.id).where(Notification.user_id == user_id, Notification.read_at.is_(None)).limit(most)
    return int(conn.execute(select(func.count()).select_from(wanted.subquery())).scalar_one())
