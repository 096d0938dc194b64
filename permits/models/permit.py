"""The permit 子事项: one of the merged approvals inside an application."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from permits.models.base import Base, BigId, Json, JsonObject, UtcDateTime


class Permit(Base):
    """One merged approval with its own decision, number, reasons and clock."""

    __tablename__ = "permit"
    __table_args__ = (
        UniqueConstraint("application_id", "key"),
        Index("ix_permit_decided", "area", "decided_on", "key"),
        Index("ix_permit_document", "area", "document_number"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    area: Mapped[str] = mapped_column()
    key: Mapped[str] = mapped_column()
    suffix: Mapped[str] = mapped_column()
    state: Mapped[str] = mapped_column()
    version: Mapped[int] = mapped_column(default=1)
    department: Mapped[str] = mapped_column()
    required_because: Mapped[dict[str, str]] = mapped_column(Json)
    law: Mapped[dict[str, str]] = mapped_column(Json)
    committed_due_on: Mapped[date | None] = mapped_column()
    statutory_due_on: Mapped[date | None] = mapped_column()
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_on: Mapped[date | None] = mapped_column()
    decision: Mapped[str | None] = mapped_column()
    document_number: Mapped[str | None] = mapped_column()
    reasons: Mapped[JsonObject | None] = mapped_column(Json)
    conditions: Mapped[list[JsonObject] | None] = mapped_column(Json)
    narrower: Mapped[JsonObject | None] = mapped_column(Json)
    left_out: Mapped[list[JsonObject] | None] = mapped_column(Json)
    settlements: Mapped[list[JsonObject] | None] = mapped_column(Json)
    remedies: Mapped[JsonObject | None] = mapped_column(Json)
    licence_number: Mapped[str | None] = mapped_column()
    net_working_days: Mapped[int | None] = mapped_column()
    stopped_working_days: Mapped[int | None] = mapped_column()
    is_moot: Mapped[bool] = mapped_column(default=False)
    moot_answer: Mapped[str | None] = mapped_column()
    form_version: Mapped[int | None] = mapped_column()
