"""What the installation knows of its own health: processes seen alive, and the nightly checks. Of no area."""

from datetime import date, datetime

from sqlalchemy import Double, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from permits.models.base import Base, BigId, Json, UtcDateTime


class SeenProcess(Base):
    """One process that serves, and when it last said so by the real clock; `seconds_ahead` of the database's."""

    __tablename__ = "process_seen"

    name: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column()
    queues: Mapped[str] = mapped_column()
    version: Mapped[str] = mapped_column()
    seconds_ahead: Mapped[float] = mapped_column(Double)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CheckRun(Base):
    """One nightly check: how far it is (`place`, the last case), and what it found, the first findings in words.

    Times are real.
    """

    __tablename__ = "check_run"
    __table_args__ = (UniqueConstraint("kind", "night"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str] = mapped_column()
    night: Mapped[date] = mapped_column()
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    place: Mapped[int] = mapped_column(BigId)
    checked: Mapped[int] = mapped_column()
    found: Mapped[int] = mapped_column()
    findings: Mapped[list[str]] = mapped_column(Json)
