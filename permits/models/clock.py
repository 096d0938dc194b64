"""Legal clocks 时限: a budget of working days and its ledger of entries."""

from datetime import date

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from permits.models.base import Base, BigId


class LegalClock(Base):
    """One clock of an application (scope `application`) or of one of its permits (scope = permit key).

    The due day is computed; `due_on` and `yellow_on` are caches for indexes and lists.
    """

    __tablename__ = "legal_clock"
    __table_args__ = (UniqueConstraint("application_id", "scope", "key", "generation"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    area: Mapped[str] = mapped_column()
    scope: Mapped[str] = mapped_column()
    key: Mapped[str] = mapped_column()
    generation: Mapped[int] = mapped_column(default=1)
    limit_working_days: Mapped[int] = mapped_column()
    basis_law: Mapped[str] = mapped_column()
    started_on: Mapped[date] = mapped_column()
    ended_on: Mapped[date | None] = mapped_column()
    due_on: Mapped[date] = mapped_column()
    yellow_on: Mapped[date] = mapped_column()
    is_provisional: Mapped[bool] = mapped_column()


class ClockEntry(Base):
    """A stop or an extension in a clock's ledger; stops are half-open [from, to)."""

    __tablename__ = "clock_entry"
    __table_args__ = (Index("ix_clock_entry_application", "application_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    scope: Mapped[str] = mapped_column()
    key: Mapped[str] = mapped_column()
    generation: Mapped[int] = mapped_column(server_default="1")
    kind: Mapped[str] = mapped_column()
    from_on: Mapped[date] = mapped_column()
    to_on: Mapped[date | None] = mapped_column()
    working_days: Mapped[int] = mapped_column()
    basis: Mapped[str] = mapped_column()
    notice: Mapped[str] = mapped_column()
