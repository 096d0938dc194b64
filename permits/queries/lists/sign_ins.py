"""Failed and administrative sign-ins of an area, for auditors."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, or_, select

from permits.models import SignIn
from permits.policies import OVERSIGHT
from permits.queries.typed import Part, Window, columns_of, part


@dataclass(frozen=True, slots=True)
class Recorded:
    """One attempt to sign in; a name of no account is its hash after a question mark."""

    username: str
    roles: str
    address: str
    outcome: str
    means: str
    at: datetime


def notable(conn: Connection, area: str, window: Window) -> Part[Recorded]:
    """List the latest failed sign-ins, and those of managers, auditors and administrators; newest first."""
    administrative = or_(*(SignIn.roles.contains(role) for role in sorted(OVERSIGHT)))
    rows = select(*columns_of(Recorded, SignIn)).where(SignIn.area == area)
    rows = rows.where(or_(SignIn.outcome == "failed", administrative))
    return part(conn, Recorded, rows, window, SignIn.id, newest_first=True)
