"""Items of the one deficiency notice (Administrative Licensing Law art. 32)."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from permits.models.base import Base, BigId, UtcDateTime


class Deficiency(Base):
    """One item of the consolidated notice; it may be flagged again while unmet, never added to."""

    __tablename__ = "deficiency"
    __table_args__ = (Index("ix_deficiency_application", "application_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    area: Mapped[str]
    material: Mapped[str | None]
    field: Mapped[str | None]
    code: Mapped[str]
    reason: Mapped[str]
    remedy: Mapped[str]
    state: Mapped[str]
    flagged_at: Mapped[datetime] = mapped_column(UtcDateTime)
    flagged_material_version: Mapped[int]
    rounds: Mapped[int] = mapped_column(default=1)
