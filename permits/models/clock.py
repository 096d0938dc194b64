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
    area: Mapped[str]
    scope: Mapped[str]
    key: Mapped[str]
    generation: Mapped[int] = mapped_column(default=1)
    limit_working_days: Mapped[int]
    basis_law: Mapped[str]
    started_on: Mapped[date]
    ended_on: Mapped[date | None]
    due_on: Mapped[date]
    yellow_on: Mapped[date]
    is_provisional: Mapped[bool]


class ClockEntry(Base):
    """A stop or an extension in a clock's ledger; stops are half-open [from, to)."""

    __tablename__ = "clock_entry"
    __table_args__ = (Index("ix_clock_entry_application", "application_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    scope: Mapped[str]
    key: Mapped[str]
    generation: Mapped[int] = mapped_column(server_default="1")
    kind: Mapped[str]
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    working_days: Mapped[int]
    basis: Mapped[str]
    notice: Mapped[str]
