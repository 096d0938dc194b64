"""A person's own account: language, and tokens for programs."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from permits.errors import Invalid, NotFound
from permits.models import ApiToken, OneTimeLink, User, UserSession
from workflows import N_

LANGUAGES = frozenset({"zh", "en"})
LONGEST_LABEL = 80
LONGEST_TOKEN = timedelta(days=365)


def choose_language(conn: Connection, user_id: int, language: str) -> None:
    """Set the language a person reads.

    Raises:
        Invalid: the office has no such language.
    """
    if language not in LANGUAGES:
        raise Invalid.at("language", N_("The office speaks Chinese and English"))
    conn.execute(update(User).where(User.id == user_id).values(language=language, has_chosen_language=True))


def disable(conn: Connection, user_id: int, *, at: datetime) -> None:
    """Disable an account: its sessions end, its tokens and links are void, and nobody signs in to it again."""
    conn.execute(update(User).where(User.id == user_id).values(is_active=False))
    conn.execute(delete(UserSession).where(UserSession.user_id == user_id))
    conn.execute(delete(OneTimeLink).where(OneTimeLink.user_id == user_id))
    live = (ApiToken.user_id == user_id) & ApiToken.revoked_at.is_(None)
    conn.execute(update(ApiToken).where(live).values(revoked_at=at))


def issue_token(
    conn: Connection, user_id: int, label: str, *, at: datetime, most: int, lasts: timedelta = LONGEST_TOKEN
) -> str:
    """Issue a token to a person, who may hold `most`; returns it this once, only its hash is stored.

    Raises:
        Invalid: the token's name is empty or too long, or the person holds as many tokens as allowed.
    """
    name = label.strip()
    if not 0 < len(name) <= LONGEST_LABEL:
        raise Invalid.at("label", N_("Give the token a name of at most %(count)s characters"), count=LONGEST_LABEL)
    live = (ApiToken.user_id == user_id) & ApiToken.revoked_at.is_(None)
    live &= or_(ApiToken.ends_at.is_(None), ApiToken.ends_at > at)
    if conn.execute(select(func.count()).where(live)).scalar_one() >= most:
        raise Invalid.at("label", N_("You hold %(count)s tokens, and no more are given: revoke one first"), count=most)
    token = secrets.token_urlsafe(32)
    kept = hashlib.sha256(token.encode()).hexdigest()
    dates = {"created_at": at, "ends_at": at + min(lasts, LONGEST_TOKEN), "revoked_at": None}
    conn.execute(insert(ApiToken).values(user_id=user_id, token_hash=kept, label=name, scopes=[], **dates))
    return token


def revoke_token(conn: Connection, user_id: int, token_id: int, *, at: datetime) -> None:
    """Revoke one of a person's own tokens; it grants no access from now on.

    Raises:
        NotFound: the person has no such live token.
    """
    mine = (ApiToken.id == token_id) & (ApiToken.user_id == user_id) & ApiToken.revoked_at.is_(None)
    if conn.execute(update(ApiToken).where(mine).values(revoked_at=at)).rowcount == 0:
        raise NotFound
