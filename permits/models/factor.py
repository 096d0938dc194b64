"""How accounts are opened beside by a password: second factors, identities of a service, what is good only once."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from permits.models.base import Base, BigId, UtcDateTime
from permits.models.personal import PersonalText


class Authenticator(Base):
    """What generates an account's codes (RFC 6238); secrets are encrypted, empty where there is none.

    `pending` is one that no code has confirmed yet: it counts for nothing. `last_step` is the step of the latest code
    that was accepted; neither it nor an earlier one is accepted again.
    """

    __tablename__ = "authenticator"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    secret: Mapped[str] = mapped_column(PersonalText, server_default="")
    pending: Mapped[str] = mapped_column(PersonalText, server_default="")
    pending_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_step: Mapped[int] = mapped_column(BigInteger, server_default="0")


class RecoveryCode(Base):
    """A code that stands for a second factor, once; stored as its hash, deleted when it is used."""

    __tablename__ = "recovery_code"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    code_hash: Mapped[str] = mapped_column(primary_key=True)


class Passkey(Base):
    """A passkey of an account: its public key; `sign_count` grows with each use where the device counts (else 0)."""

    __tablename__ = "passkey"
    __table_args__ = (UniqueConstraint("credential_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    credential_id: Mapped[str] = mapped_column()
    public_key: Mapped[str] = mapped_column()
    sign_count: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column()
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class FederatedIdentity(Base):
    """Whom an identity service calls by a name of its own: the account of that person here."""

    __tablename__ = "federated_identity"
    __table_args__ = (UniqueConstraint("user_id", "issuer"),)

    issuer: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    linked_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SpentChallenge(Base):
    """Something that was good for one sign-in, by its hash, until it would have ended anyway."""

    __tablename__ = "spent_challenge"

    id: Mapped[str] = mapped_column(primary_key=True)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
