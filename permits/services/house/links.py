"""One-time links by which a person chooses a password: each works once, expires, and is stored as its hash."""

from datetime import datetime

from sqlalchemy import Connection, delete, select, update
from werkzeug.security import generate_password_hash

from permits.errors import NotFound
from permits.models import OneTimeLink, User, UserSession
from permits.services.house.passwords import check_password
from permits.services.house.registration import complete
from permits.services.notifying.account_letters import link_key
from workflows import N_

METHOD = "scrypt:16384:8:1"


def person_of(conn: Connection, token: str, *, wall: datetime) -> int:
    """Return the account a link is for, which is not used up by it.

    Raises:
        NotFound: the link is unknown, used or expired.
    """
    live = (OneTimeLink.token_hash == link_key(token)) & (OneTimeLink.ends_at > wall) & OneTimeLink.used_at.is_(None)
    found = conn.execute(select(OneTimeLink.user_id).where(live)).scalar()
    if found is None:
        raise NotFound(N_("This link has been used or has expired: ask for a new one"))
    return int(found)


def redeem(conn: Connection, token: str, password: str, *, wall: datetime) -> int:
    """Set the password of the account a link is for; ends its sessions, completes a registration. Returns the account.

    Raises:
        NotFound: the link is unknown, used or expired.
        Invalid: the password is too short, too long or easily guessed.
    """
    user_id = person_of(conn, token, wall=wall)
    mine = (OneTimeLink.token_hash == link_key(token)) & OneTimeLink.used_at.is_(None)
    # two at once: the second finds no link to use
    used = conn.execute(update(OneTimeLink).where(mine).values(used_at=wall).returning(OneTimeLink.told)).first()
    if used is None:
        raise NotFound(N_("This link has been used or has expired: ask for a new one"))
    complete(conn, user_id, used.told)
    set_password(conn, user_id, password)
    return user_id


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
