"""Bundle versions as imported, each whole, and the days from which they are in force."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from permits.models.base import Base, BigId, UtcDateTime


class BundleVersion(Base):
    """One version of a bundle, whole and append-only: cases accepted under it read it for ever."""

    __tablename__ = "bundle_version"
    __table_args__ = (UniqueConstraint("key", "version"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str] = mapped_column()
    version: Mapped[str] = mapped_column()
    digest: Mapped[str] = mapped_column()  # of what the file says: layout and comments do not count
    content: Mapped[str] = mapped_column()
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)
    imported_by: Mapped[str] = mapped_column()


class BundleTerm(Base):
    """The days on which a version is in force, in one area or, without one, in all; append-only but for its end."""

    __tablename__ = "bundle_term"
    __table_args__ = (Index("ix_bundle_term_key", "key", "version"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str] = mapped_column()
    version: Mapped[str] = mapped_column()
    area: Mapped[str | None] = mapped_column()
    from_on: Mapped[date] = mapped_column()
    retired_on: Mapped[date | None] = mapped_column()  # the first day without it
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    set_by: Mapped[str] = mapped_column()
