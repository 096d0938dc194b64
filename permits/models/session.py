"""Sessions of signed-in people, and the record of sign-ins."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from permits.models.base import Base, BigId, UtcDateTime


class UserSession(Base):
    """One session; `id` is the hash of what the cookie holds, `credentials` the digest of the password it rests on."""

    __tablename__ = "user_session"
    __table_args__ = (Index("ix_user_session_ends", "ends_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    credentials: Mapped[str] = mapped_column()
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    means: Mapped[str] = mapped_column(server_default="password")
    proven_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when the person last showed who they are


class SignIn(Base):
    """One attempt to sign in; `roles` are those of the account, empty where there is no such account."""

    __tablename__ = "sign_in"
    __table_args__ = (
        Index("ix_sign_in_username", "username", "at"),
        Index("ix_sign_in_address", "address", "at"),
        Index("ix_sign_in_area", "area", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    area: Mapped[str] = mapped_column()
    username: Mapped[str] = mapped_column()
    roles: Mapped[str] = mapped_column()
    address: Mapped[str] = mapped_column()
    outcome: Mapped[str] = mapped_column()
    means: Mapped[str] = mapped_column(server_default="password")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
