"""Timers: rows that fire once, and the proof that they did."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from permits.models.base import Base, BigId, UtcDateTime

ARMED = text("state = 'armed'")


class Timer(Base):
    """One rung of one clock or duty, due at a moment."""

    __tablename__ = "timer"
    __table_args__ = (
        Index("ix_timer_due", "fire_at", "application_id", sqlite_where=ARMED, postgresql_where=ARMED),
        Index("ix_timer_application", "application_id", sqlite_where=ARMED, postgresql_where=ARMED),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    area: Mapped[str]
    scope: Mapped[str]
    clock: Mapped[str]
    rung: Mapped[str]
    fire_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str]


class TimerFire(Base):
    """A rung that has fired; the key makes a second firing impossible."""

    __tablename__ = "timer_fire"

    timer_id: Mapped[int] = mapped_column(ForeignKey("timer.id"), primary_key=True)
    rung: Mapped[str] = mapped_column(primary_key=True)
    fired_at: Mapped[datetime] = mapped_column(UtcDateTime)
