"""Fees 收费: fee notices, payments and refunds. Amounts are whole fen."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from permits.models.base import Base, BigId, Json, JsonObject, UtcDateTime


class FeeNotice(Base):
    """One fee notice on one permit, with its lines (Administrative Licensing Law art. 58, 59)."""

    __tablename__ = "fee_notice"
    __table_args__ = (
        UniqueConstraint("application_id", "permit", "kind", "round"),
        Index("ix_fee_notice_area_state", "area", "state"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    area: Mapped[str] = mapped_column()
    permit: Mapped[str] = mapped_column()
    kind: Mapped[str] = mapped_column()
    round: Mapped[int] = mapped_column()
    state: Mapped[str] = mapped_column()
    version: Mapped[int] = mapped_column()
    number: Mapped[str] = mapped_column()
    amount_fen: Mapped[int] = mapped_column(BigId)
    paid_fen: Mapped[int] = mapped_column(BigId)
    refunded_fen: Mapped[int] = mapped_column(BigId)
    lines: Mapped[list[JsonObject]] = mapped_column(Json)
    issued_on: Mapped[date] = mapped_column()
    pay_by: Mapped[date | None] = mapped_column()


class Payment(Base):
    """One payment or refund through one channel; unique."""

    __tablename__ = "payment"
    __table_args__ = (
        UniqueConstraint("area", "channel", "kind", "reference"),
        Index("ix_payment_application", "application_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    fee_notice_id: Mapped[int] = mapped_column(ForeignKey("fee_notice.id"))
    area: Mapped[str] = mapped_column()
    kind: Mapped[str] = mapped_column()
    channel: Mapped[str] = mapped_column()
    reference: Mapped[str] = mapped_column()
    amount_fen: Mapped[int] = mapped_column(BigId)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column()
