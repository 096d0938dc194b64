"""Items of the one deficiency notice (Administrative Licensing Law art. 32)."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from permits.models.base import Base, BigId, Json, JsonObject, UtcDateTime
from permits.models.internal import InternalJson


class Deficiency(Base):
    """One item of the consolidated notice; it may be flagged again while unmet, never added to.

    `question` and `answer` are the item as it was seen when it was flagged, in both languages.
    """

    __tablename__ = "deficiency"
    __table_args__ = (Index("ix_deficiency_application", "application_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    area: Mapped[str] = mapped_column()
    department: Mapped[str] = mapped_column(server_default="window")
    material: Mapped[str | None] = mapped_column()
    field: Mapped[str | None] = mapped_column()
    code: Mapped[str] = mapped_column()
    reason: Mapped[str] = mapped_column()
    remedy: Mapped[str] = mapped_column()
    state: Mapped[str] = mapped_column()
    flagged_at: Mapped[datetime] = mapped_column(UtcDateTime)
    flagged_material_version: Mapped[int] = mapped_column()
    rounds: Mapped[int] = mapped_column(default=1)
    question: Mapped[JsonObject | None] = mapped_column(Json)
    answer: Mapped[JsonObject | None] = mapped_column(Json)
    form_version: Mapped[int | None] = mapped_column()


class DeficiencyDraft(Base):
    """A deficiency found by one department, before the counter issues the one notice."""

    __tablename__ = "deficiency_draft"
    __table_args__ = (UniqueConstraint("application_id", "department", "round"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    area: Mapped[str] = mapped_column()
    department: Mapped[str] = mapped_column()
    round: Mapped[int] = mapped_column()
    state: Mapped[str] = mapped_column()
    items: Mapped[list[JsonObject]] = mapped_column(InternalJson)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    filed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    filed_by: Mapped[str | None] = mapped_column()
