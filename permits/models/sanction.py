"""Sanctions for conduct: bans after false materials, fines another procedure may impose."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from permits.models.base import Base, BigId, JsonObject, UtcDateTime
from permits.models.internal import InternalJson


class Ban(Base):
    """A term in which an applicant may not apply again (Administrative Licensing Law art. 78, 79).

    `subject` is a company's social credit code, or a person's salted hash; `permit` is the permit that may not be
    applied for again, empty for every permit. A `warning` bars nothing, but excludes the applicant from tolerance.
    """

    __tablename__ = "ban"
    __table_args__ = (Index("ix_ban_subject", "area", "subject", "to_on"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    area: Mapped[str] = mapped_column()
    subject: Mapped[str] = mapped_column()
    permit: Mapped[str] = mapped_column(server_default="")
    name: Mapped[str] = mapped_column()
    ground: Mapped[str] = mapped_column()
    law: Mapped[str] = mapped_column()
    from_on: Mapped[date] = mapped_column()
    to_on: Mapped[date] = mapped_column()


class FineFlag(Base):
    """A flag for a breach that another procedure may fine; not a decision."""

    __tablename__ = "fine_flag"
    __table_args__ = (Index("ix_fine_flag_application", "application_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    area: Mapped[str] = mapped_column()
    kind: Mapped[str] = mapped_column()
    law: Mapped[str] = mapped_column()
    most_fen: Mapped[int] = mapped_column()
    detail: Mapped[JsonObject] = mapped_column(InternalJson)
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)
