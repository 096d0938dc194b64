"""Amendments of a running case, and reports of emergency works."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from permits.models.base import Base, BigId, Json, JsonObject, UtcDateTime
from permits.models.personal import PersonalJson


class Amendment(Base):
    """One change of a submitted form; `number` is the resulting version, and earlier versions are kept."""

    __tablename__ = "amendment"
    __table_args__ = (UniqueConstraint("application_id", "number"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    area: Mapped[str] = mapped_column()
    number: Mapped[int] = mapped_column()
    before: Mapped[JsonObject] = mapped_column(PersonalJson)
    after: Mapped[JsonObject] = mapped_column(PersonalJson)
    reason: Mapped[str] = mapped_column()
    reopened: Mapped[list[str]] = mapped_column(Json)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column()


class EmergencyReport(Base):
    """The report of emergency works, with the moment by which they must be filed (Road Regulations art. 34)."""

    __tablename__ = "emergency_report"
    __table_args__ = (UniqueConstraint("application_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    area: Mapped[str] = mapped_column()
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    file_by_at: Mapped[datetime] = mapped_column(UtcDateTime)
    notified: Mapped[list[JsonObject]] = mapped_column(Json)
    photos: Mapped[list[str]] = mapped_column(Json)
    filed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_late: Mapped[bool | None] = mapped_column()
