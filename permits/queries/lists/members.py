"""The people who act for a company, and what a person should know of their own sign-ins."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from permits.models import SignIn, User
from permits.queries.office.recorded import PAPER
from permits.queries.typed import columns_of, every

MOST_SIGN_INS = 10


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who acts for a company."""

    id: int
    name_zh: str
    email: str
    is_active: bool


def members(conn: Connection, company_id: int | None) -> list[Member]:
    """List the people of a company, those who have confirmed their address."""
    of_company = (User.company_id == company_id) & ~User.username.startswith(PAPER)
    return every(conn, Member, select(*columns_of(Member, User)).where(of_company).order_by(User.id))


def email_of(conn: Connection, user_id: int) -> str:
    """Return the address of a person."""
    return str(conn.execute(select(User.email).where(User.id == user_id)).scalar_one())


@dataclass(frozen=True, slots=True)
class OwnSignIn:
    """One attempt to sign in to an account."""

    at: datetime
    outcome: str
    address: str


def sign_ins_of(conn: Connection, username: str) -> list[OwnSignIn]:
    """List the latest attempts to sign in to an account, newest first."""
    wanted = select(*columns_of(OwnSignIn, SignIn)).where(SignIn.username == username)
    return every(conn, OwnSignIn, wanted.order_by(SignIn.at.desc(), SignIn.id.desc()).limit(MOST_SIGN_INS))
