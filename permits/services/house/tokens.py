"""Tokens of programs: issued with scopes and an end, revoked, and their people warned before the end."""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, func, insert, select, update

from permits.errors import Invalid, NotFound
from permits.models import ApiToken, RoleGrant, User
from permits.policies import SCOPES
from permits.queries.typed import columns_of, every
from permits.services.notifying.mailing import Addressee, tell_account
from workflows import N_, local_day, midnight

LONGEST_LABEL = 80
LONGEST = timedelta(days=365)
# the use of a token is noted in steps: not every call costs a write
STEP = timedelta(hours=1)
# days before the end on which people are warned
WARNINGS = (30, 14, 5, 2, 1)
ENDING, ENDING_OF = "token.ending", "token.ending_of"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A token as it is asked for: what it is for, its scopes, and its last day; without one it lasts a year."""

    label: str
    scopes: Collection[str]
    ends_on: date | None = None


def key_of(token: str) -> str:
    """Return the key under which a token is stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def issue(conn: Connection, user_id: int, wanted: Wanted, *, wall: datetime, most: int) -> str:
    """Issue a token to a person, who may hold `most`; returns it this once, only its hash is stored.

    Raises:
        Invalid: name, scopes or end are wrong, or the person holds as many tokens as allowed.
    """
    _check(wanted, wall)
    live = (ApiToken.user_id == user_id) & ApiToken.revoked_at.is_(None) & (ApiToken.ends_at > wall)
    if conn.execute(select(func.count()).where(live)).scalar_one() >= most:
        raise Invalid.at("label", N_("You hold %(count)s tokens, and no more are given: revoke one first"), count=most)
    token = secrets.token_urlsafe(32)
    ends_at = wall + LONGEST if wanted.ends_on is None else midnight(wanted.ends_on + timedelta(days=1))
    conn.execute(
        insert(ApiToken).values(
            user_id=user_id,
            token_hash=key_of(token),
            label=wanted.label.strip(),
            scopes=[name for name in SCOPES if name in wanted.scopes],
            created_at=wall,
            ends_at=ends_at,
            # who chooses a near end has just read it
            warned_days=_step(ends_at, wall),
        )
    )
    return token


def _check(wanted: Wanted, wall: datetime) -> None:
    if not 0 < len(wanted.label.strip()) <= LONGEST_LABEL:
        raise Invalid.at("label", N_("Give the token a name of at most %(count)s characters"), count=LONGEST_LABEL)
    if not wanted.scopes or not set(wanted.scopes) <= set(SCOPES):
        raise Invalid.at("scopes", N_("Say what the token may be used for"))
    today = local_day(wall)
    if wanted.ends_on is not None and not today <= wanted.ends_on < today + LONGEST:
        raise Invalid.at("ends_on", N_("A token ends within a year, and not before today"))


def revoke(conn: Connection, user_id: int, token_id: int, *, wall: datetime) -> None:
    """Revoke one of a person's own tokens; it grants no access from now on.

    Raises:
        NotFound: the person has no such live token.
    """
    mine = (ApiToken.id == token_id) & (ApiToken.user_id == user_id) & ApiToken.revoked_at.is_(None)
    if conn.execute(update(ApiToken).where(mine).values(revoked_at=wall)).rowcount == 0:
        raise NotFound


def is_use_worth_noting(used_at: datetime | None, *, wall: datetime) -> bool:
    """Return whether the last noted use of a token is an hour ago."""
    return used_at is None or wall - used_at >= STEP


def note_use(conn: Connection, token_id: int, *, wall: datetime) -> None:
    """Note that a token was used."""
    conn.execute(update(ApiToken).where(ApiToken.id == token_id).values(used_at=wall))


def _last_day(ends_at: datetime) -> date:
    return local_day(ends_at - timedelta(seconds=1))


def _step(ends_at: datetime, wall: datetime) -> int | None:
    """Return the nearest warning that is due: the fewest days of `WARNINGS` within which the token ends."""
    left = (_last_day(ends_at) - local_day(wall)).days
    return min((days for days in WARNINGS if left <= days), default=None)


@dataclass(frozen=True, slots=True)
class _Ending:
    id: int
    label: str
    ends_at: datetime
    warned_days: int | None
    user_id: int
    area: str
    email: str
    username: str


def warn_of_ends(conn: Connection, *, wall: datetime) -> int:
    """Warn the holders of tokens that end soon, and the administrators of their areas; returns how many tokens.

    Each step of `WARNINGS` is told once; after missed days the nearest one alone.
    """
    soon = ApiToken.revoked_at.is_(None) & (ApiToken.ends_at > wall)
    soon &= ApiToken.ends_at <= wall + timedelta(days=max(WARNINGS) + 1)
    of_person = {"user_id": User.id, "area": User.area, "email": User.email, "username": User.username}
    wanted = select(*columns_of(_Ending, ApiToken, of_person)).join(User, User.id == ApiToken.user_id)
    rows = every(conn, _Ending, wanted.where(soon, User.is_active).order_by(ApiToken.id).with_for_update(of=ApiToken))
    return sum(_warn(conn, row, wall) for row in rows)


def _warn(conn: Connection, row: _Ending, wall: datetime) -> bool:
    step = _step(row.ends_at, wall)
    if step is None or (row.warned_days is not None and row.warned_days <= step):
        return False
    conn.execute(update(ApiToken).where(ApiToken.id == row.id).values(warned_days=step))
    told = {"label": row.label, "person": row.username, "day": _last_day(row.ends_at).isoformat()}
    tell_account(conn, Addressee(row.area, row.user_id, row.email), ENDING, wall=wall, params=told)
    for admin in administrators(conn, row.area):
        if admin.user_id != row.user_id:
            tell_account(conn, admin, ENDING_OF, wall=wall, params=told)
    return True


def administrators(conn: Connection, area: str) -> list[Addressee]:
    """List the active administrators of an area."""
    held = (RoleGrant.user_id == User.id) & (RoleGrant.area == User.area) & (RoleGrant.role == "admin")
    wanted = select(*columns_of(Addressee, User, {"user_id": User.id})).join(RoleGrant, held)
    return every(conn, Addressee, wanted.where(User.area == area, User.is_active).order_by(User.id))
