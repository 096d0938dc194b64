"""Proposed bundle versions, and the acts on bundles: hash-chained and append-only, one chain for the installation."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from permits.models.base import Base, BigId, Json, JsonObject, UtcDateTime


class BundleProposal(Base):
    """A version proposed for release, whole; released or taken back once, by another person than proposed it."""

    __tablename__ = "bundle_proposal"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str] = mapped_column()
    version: Mapped[str] = mapped_column()
    digest: Mapped[str] = mapped_column()
    content: Mapped[str] = mapped_column()
    area: Mapped[str | None] = mapped_column()  # none: all areas
    from_on: Mapped[date] = mapped_column()
    note: Mapped[str] = mapped_column()
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proposed_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    outcome: Mapped[str | None] = mapped_column()  # released, withdrawn
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))


class BundleEvent(Base):
    """One act on a bundle: who, when, what; the database refuses to change it."""

    __tablename__ = "bundle_event"

    seq: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    type: Mapped[str] = mapped_column()
    key: Mapped[str] = mapped_column()
    version: Mapped[str] = mapped_column()
    actor: Mapped[str] = mapped_column()
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    payload: Mapped[JsonObject] = mapped_column(Json)
    prev_hash: Mapped[str] = mapped_column()
    hash: Mapped[str] = mapped_column()
