"""Timers: ladders of rungs that each fire once, and the record of each firing."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from permits.models.base import Base, BigId, Json, UtcDateTime

ARMED = text("state = 'armed'")


class Timer(Base):
    """The ladder of one clock or duty: the next rung with its due moment, and the (rung, moment) pairs after it.

    A limit without a ledger stores the day it is counted from. A day set by a person, or counted by law in calendar
    days, stores none and never follows the calendar.
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
    """A rung that has fired; the key prevents a second firing."""

    __tablename__ = "timer_fire"

    timer_id: Mapped[int] = mapped_column(ForeignKey("timer.id"), primary_key=True)
    rung: Mapped[str] = mapped_column(primary_key=True)
    fired_at: Mapped[datetime] = mapped_column(UtcDateTime)
