"""Supervision 督办 of late work, and the public explanation of a missed promise (Business Environment art. 36)."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from permits.models.base import Base, BigId, UtcDateTime
from permits.models.internal import InternalText


class SupervisionOrder(Base):
    """One supervision order to a department, to be answered with cause, measures and a day."""

    __tablename__ = "supervision_order"
    __table_args__ = (
        UniqueConstraint("application_id", "scope", "number"),
        Index("ix_supervision_order_area_state", "area", "state", "answer_by_on"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    area: Mapped[str] = mapped_column()
    scope: Mapped[str] = mapped_column()
    number: Mapped[str] = mapped_column()
    department: Mapped[str] = mapped_column()
    state: Mapped[str] = mapped_column()
    version: Mapped[int] = mapped_column()
    reason: Mapped[str] = mapped_column(InternalText)
    raised_by: Mapped[str] = mapped_column()
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer_by_on: Mapped[date] = mapped_column()
    cause: Mapped[str | None] = mapped_column(InternalText)
    measures: Mapped[str | None] = mapped_column(InternalText)
    finish_by_on: Mapped[date | None] = mapped_column()
    answered_by: Mapped[str | None] = mapped_column()
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Explanation(Base):
    """The public explanation due once a promised day has passed; published when written."""

    __tablename__ = "explanation"
    __table_args__ = (
        UniqueConstraint("application_id"),
        Index("ix_explanation_area_state", "area", "state"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    area: Mapped[str] = mapped_column()
    state: Mapped[str] = mapped_column()
    promised_on: Mapped[date] = mapped_column()
    owed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    text: Mapped[str | None] = mapped_column()
    published_by: Mapped[str | None] = mapped_column()
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
