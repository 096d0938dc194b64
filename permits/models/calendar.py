"""The calendar of working days: the only source for counting them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from permits.models.base import Base, BigId, Json, JsonObject, UtcDateTime


class CalendarDay(Base):
    """One calendar day: working or not, by which notice, official or provisional."""

    __tablename__ = "calendar_day"

    on: Mapped[date] = mapped_column(primary_key=True)
    working: Mapped[bool] = mapped_column()
    official: Mapped[bool] = mapped_column()
    name_zh: Mapped[str] = mapped_column()
    name_en: Mapped[str] = mapped_column()
    source: Mapped[str] = mapped_column()


class CalendarClosure(Base):
    """A closure or extra working day of one area's offices, with its decision."""

    __tablename__ = "calendar_closure"

    area: Mapped[str] = mapped_column(primary_key=True)
    on: Mapped[date] = mapped_column(primary_key=True)
    working: Mapped[bool] = mapped_column()
    name_zh: Mapped[str] = mapped_column()
    name_en: Mapped[str] = mapped_column()
    source: Mapped[str] = mapped_column()


class CalendarChange(Base):
    """One change of the calendar: a State Council notice or a closure as imported; unique."""

    __tablename__ = "calendar_change"
    __table_args__ = (UniqueConstraint("digest"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    area: Mapped[str] = mapped_column()
    digest: Mapped[str] = mapped_column()
    source: Mapped[str] = mapped_column()
    content: Mapped[JsonObject] = mapped_column(Json)
    supersedes: Mapped[JsonObject] = mapped_column(Json, server_default="{}")  # what it replaces
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column()


class CalendarMove(Base):
    """One clock moved by a change of the calendar: old day, new day, reason; unique."""

    __tablename__ = "calendar_move"
    __table_args__ = (
        UniqueConstraint("change_id", "application_id", "scope", "key", "generation"),
        Index("ix_calendar_move_application", "application_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    change_id: Mapped[int] = mapped_column(ForeignKey("calendar_change.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    area: Mapped[str] = mapped_column()
    scope: Mapped[str] = mapped_column()
    key: Mapped[str] = mapped_column()
    generation: Mapped[int] = mapped_column()
    old_due_on: Mapped[date] = mapped_column()
    new_due_on: Mapped[date] = mapped_column()
    moved_at: Mapped[datetime] = mapped_column(UtcDateTime)
