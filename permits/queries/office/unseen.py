"""Accounts that somebody registered and whose identity or company the office has not seen yet."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Select, or_, select

from permits.models import User
from permits.queries.lists.searching import spellings
from permits.queries.typed import Part, Window, columns_of, first, part


@dataclass(frozen=True, slots=True)
class Unseen:
    """One account and what it says of itself; without `claimed_uscc` it says who the person is."""

    id: int
    username: str
    name_zh: str
    email: str
    phone: str
    claimed_uscc: str
    claimed_company: str


def _waiting() -> ColumnElement[bool]:
    is_stranger = ~User.identity_seen & User.company_id.is_(None)
    return User.is_active & or_(User.claimed_uscc != "", is_stranger)


def _of(area: str) -> Select[tuple[object, ...]]:
    return select(*columns_of(Unseen, User)).where(User.area == area, _waiting())


def unseen(conn: Connection, area: str, search: str, window: Window) -> Part[Unseen]:
    """List the accounts of an area that wait to be seen, the longest waiting first."""
    found = _of(area)
    if search:
        texts = (User.name_zh, User.email, User.phone, User.claimed_uscc, User.claimed_company)
        found = found.where(or_(*(text.icontains(one, autoescape=True) for text in texts for one in spellings(search))))
    return part(conn, Unseen, found, window, User.id)


def unseen_account(conn: Connection, area: str, user_id: int) -> Unseen | None:
    """Return an account of the area if it waits to be seen."""
    return first(conn, Unseen, _of(area).where(User.id == user_id))
