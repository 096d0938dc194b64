"""One-time links by which a person chooses a password or joins a company: each works once, stored as its hash."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select, update
from werkzeug.security import generate_password_hash

from permits.errors import NotFound
from permits.models import OneTimeLink, User, UserSession
from permits.models.base import JsonObject
from permits.services.house.passwords import check_password
from permits.services.house.registration import complete, join
from permits.services.notifying.account_letters import link_key
from workflows import N_

GONE = N_("This link has been used or has expired: ask for a new one")
METHOD = "scrypt:16384:8:1"


@dataclass(frozen=True, slots=True)
class Link:
    """A link that works: the account it is for, if any, and what its letter told."""

    user_id: int | None
    told: JsonObject

    @property
    def account(self) -> int:
        """The account it is for.

        Raises:
            NotFound: it is for somebody without an account.
        """
        if self.user_id is None:
            raise NotFound(GONE)
        return self.user_id

    @property
    def invites(self) -> bool:
        """Whether it asks an account to join a company; its password stays as it is."""
        return "joins" in self.told


def link_of(conn: Connection, token: str, *, wall: datetime) -> Link:
    """Return a link by its token, which is not used up by it.

    Raises:
        NotFound: the link is unknown, used or expired.
    """
    live = (OneTimeLink.token_hash == link_key(token)) & (OneTimeLink.ends_at > wall) & OneTimeLink.used_at.is_(None)
    found = conn.execute(select(OneTimeLink.user_id, OneTimeLink.told).where(live)).first()
    if found is None:
        raise NotFound(GONE)
    return Link(found.user_id, found.told)


def redeem(conn: Connection, token: str, password: str, *, wall: datetime) -> int:
    """Set the password of the account a link is for; ends its sessions, completes a registration. Returns the account.

    Raises:
        NotFound: the link is unknown, used, expired or an invitation of an account.
        Invalid: the password is too short, too long or easily guessed.
    """
    link = use(conn, token, wall=wall)
    if link.invites:
        raise NotFound
    complete(conn, link.account, link.told)
    set_password(conn, link.account, password)
    return link.account


def accept(conn: Connection, token: str, *, wall: datetime) -> None:
    """Join the company that a link invites its account to.

    Raises:
        NotFound: the link is unknown, used, expired or no invitation; the account belongs to a company by now.
    """
    link = use(conn, token, wall=wall)
    if not link.invites or not join(conn, link.account, int(link.told["joins"])):
        raise NotFound


def use(conn: Connection, token: str, *, wall: datetime) -> Link:
    """Use a link up; returns it.

    Raises:
        NotFound: it is unknown, used or expired.
    """
    link = link_of(conn, token, wall=wall)
    mine = (OneTimeLink.token_hash == link_key(token)) & OneTimeLink.used_at.is_(None)
    # two at once: the second finds no link to use
    if conn.execute(update(OneTimeLink).where(mine).values(used_at=wall)).rowcount == 0:
        raise NotFound(GONE)
    return link


def set_password(conn: Connection, user_id: int, password: str) -> None:
    """Set the password of an account; ends every session of it.

    Raises:
        Invalid: the password is too short, too long or easily guessed.
    """
    columns = (User.username, User.name_zh, User.name_en, User.email, User.phone)
    known = conn.execute(select(*columns).where(User.id == user_id)).one()
    check_password(password, known=[str(one) for one in known])
    hashed = generate_password_hash(password, method=METHOD)
    conn.execute(update(User).where(User.id == user_id).values(password_hash=hashed))
    conn.execute(delete(UserSession).where(UserSession.user_id == user_id))
