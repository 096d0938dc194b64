"""A person's own account: its language, and its end."""

from datetime import datetime

from sqlalchemy import Connection, delete, update

from permits.errors import Invalid
from permits.models import ApiToken, OneTimeLink, User, UserSession
from workflows import N_

LANGUAGES = frozenset({"zh", "en"})


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
