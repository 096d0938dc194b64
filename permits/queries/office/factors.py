"""The second factors of an account, as its holder sees them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, exists, func, select

from permits.models import Authenticator, Passkey, RecoveryCode, User
from permits.queries.typed import columns_of, every


@dataclass(frozen=True, slots=True)
class Held:
    """Whether an authenticator is in force, and how many recovery codes are left."""

    is_on: bool
    codes: int


@dataclass(frozen=True, slots=True)
class OwnPasskey:
    """One passkey of an account."""

    id: int
    credential_id: str
    name: str
    created_at: datetime
    used_at: datetime | None


def held(conn: Connection, user_id: int) -> Held:
    """Return what an account holds."""
    is_on = exists().where(Authenticator.user_id == User.id, Authenticator.secret != "").correlate(User)
    left = select(func.count()).where(RecoveryCode.user_id == User.id).correlate(User).scalar_subquery()
    return Held(*conn.execute(select(is_on, left).where(User.id == user_id)).one())


def passkeys(conn: Connection, user_id: int) -> list[OwnPasskey]:
    """List the passkeys of an account; it has few."""
    return every(conn, OwnPasskey, select(*columns_of(OwnPasskey, Passkey)).where(Passkey.user_id == user_id))
