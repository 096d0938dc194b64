"""Second factors of accounts: the generator of codes, and recovery codes."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from permits.models.base import Base, UtcDateTime


class Authenticator(Base):
    """What generates an account's codes (RFC 6238); secrets are encrypted, empty where there is none.

    `pending` is one that no code has confirmed yet: it counts for nothing. `last_step` is the step of the latest code
    that was accepted; neither it nor an earlier one is accepted again.
    """

    __tablename__ = "authenticator"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    secret: Mapped[str] = mapped_column(server_default="")
    pending: Mapped[str] = mapped_column(server_default="")
    pending_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_step: Mapped[int] = mapped_column(BigInteger, server_default="0")


class RecoveryCode(Base):
    """A code that stands for a second factor, once; stored as its hash, deleted when it is used."""

    __tablename__ = "recovery_code"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    code_hash: Mapped[str] = mapped_column(primary_key=True)
