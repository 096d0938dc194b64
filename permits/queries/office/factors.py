"""The second factors of an account, as its holder sees them."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from permits.models import RecoveryCode, User
from permits.queries.office.people import has_second_factor


@dataclass(frozen=True, slots=True)
class Held:
    """Whether a second factor is in force, and how many recovery codes are left."""

    is_on: bool
    codes: int


def held(conn: Connection, user_id: int) -> Held:
    """Return what an account holds."""
    left = select(func.count()).where(RecoveryCode.user_id == User.id).correlate(User).scalar_subquery()
    return Held(*conn.execute(select(has_second_factor(), left).where(User.id == user_id)).one())
