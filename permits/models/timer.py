"""Timers: rows that climb a ladder of rungs, each of which fires once, and the proof that they did."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from permits.models.base import Base, BigId, Json, UtcDateTime

ARMED = text("state = 'armed'")


class Timer(Base):
    """The ladder of one clock or duty: the rung it stands on, due at a moment, and the (rung, moment) pairs ahead.

    What is waited for without a ledger of its own remembers what its day was counted from; a day that a person named,
    or the law counts in calendar days, remembers nothing and never follows the calendar.
    """

    __tablename__ = "timer"
    __table_args__ = (
        Index("ix_timer_due", "fire_at", "application_id", sqlite_where=ARMED, postgresql_where=ARMED),
        Index("ix_timer_application", "application_id", sqlite_where=ARMED, postgresql_where=ARMED),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    area: Mapped[str] = mapped_column()
    scope: Mapped[str] = mapped_column()
    clock: Mapped[str] = mapped_column()
    rung: Mapped[str] = mapped_column()
    fire_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column()
    ahead: Mapped[list[list[str]]] = mapped_column(Json, server_default="[]")
    counted_from: Mapped[date | None] = mapped_column()
    working_days: Mapped[int | None] = mapped_column()


class TimerFire(Base):
    """A rung that has fired; the key makes a second firing impossible."""

    __tablename__ = "timer_fire"

    timer_id: Mapped[int] = mapped_column(ForeignKey("timer.id"), primary_key=True)
    rung: Mapped[str] = mapped_column(primary_key=True)
    fired_at: Mapped[datetime] = mapped_column(UtcDateTime)
