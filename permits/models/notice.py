"""Notices 文书: documents that go out, with number, law and receipt; a job renders the PDF."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from permits.models.base import Base, BigId, Json, JsonObject, UtcDateTime


class Notice(Base):
    """One notice; `facts` are pinned at issue, so every rendering is the same."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("application_id", "event_seq", "kind", "permit"),
        Index("ix_notice_area_issued", "area", "issued_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    area: Mapped[str] = mapped_column()
    kind: Mapped[str] = mapped_column()
    permit: Mapped[str] = mapped_column()
    number: Mapped[str] = mapped_column()
    language: Mapped[str] = mapped_column()
    event_seq: Mapped[int] = mapped_column()
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    served_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    facts: Mapped[JsonObject] = mapped_column(Json)
    storage_key: Mapped[str | None] = mapped_column()
    sha256: Mapped[str | None] = mapped_column()
