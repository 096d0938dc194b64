"""The licence 证照: what a granted permit becomes."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from permits.models.base import Base, BigId, Json, UtcDateTime


class Licence(Base):
    """A licence in force or ended, with the code under which anyone can verify it."""

    __tablename__ = "licence"
    __table_args__ = (
        UniqueConstraint("number"),
        UniqueConstraint("application_id", "permit"),
        Index("ix_licence_area_state", "area", "state", "valid_to"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    area: Mapped[str]
    permit: Mapped[str]
    number: Mapped[str]
    document_number: Mapped[str]
    state: Mapped[str]
    reinstatement: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    holder: Mapped[str]
    title: Mapped[str]
    department: Mapped[str]
    scope: Mapped[dict[str, Any]] = mapped_column(Json)
    conditions: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    code: Mapped[str]
