"""What people do with their own account: the language, tokens for programs."""

import hashlib
import secrets

from sqlalchemy import Connection, insert, update

from permits.casefile import Desk
from permits.errors import Invalid, NotFound
from permits.models import ApiToken, User
from workflows import N_

LANGUAGES = frozenset({"zh", "en"})
LONGEST_LABEL = 80


def choose_language(conn: Connection, user_id: int, language: str) -> None:
    """Remember in which language a person reads.

    Raises:
        Invalid: the office does not speak it.
    """
    if language not in LANGUAGES:
        raise Invalid.at("language", N_("The office speaks Chinese and English"))
    conn.execute(update(User).where(User.id == user_id).values(language=language))


def issue_token(desk: Desk, label: str) -> str:
    """Issue a token to the actor; only its hash is kept, so this is the one time it can be shown.

    Raises:
        Invalid: the token has no name, or too long a one.
    """
    name = label.strip()
    if not 0 < len(name) <= LONGEST_LABEL:
        raise Invalid.at("label", N_("Give the token a name of at most %(count)s characters"), count=LONGEST_LABEL)
    token = secrets.token_urlsafe(32)
    kept = hashlib.sha256(token.encode()).hexdigest()
    desk.conn.execute(
        insert(ApiToken).values(
            user_id=desk.actor.id, token_hash=kept, label=name, scopes=[], created_at=desk.at, revoked_at=None
        )
    )
    return token


def revoke_token(desk: Desk, token_id: int) -> None:
    """Revoke one of the actor's own tokens; it opens no door from now on.

    Raises:
        NotFound: the actor has no such live token.
    """
    mine = (ApiToken.id == token_id) & (ApiToken.user_id == desk.actor.id) & ApiToken.revoked_at.is_(None)
    if desk.conn.execute(update(ApiToken).where(mine).values(revoked_at=desk.at)).rowcount == 0:
        raise NotFound
