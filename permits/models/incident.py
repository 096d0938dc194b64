"""Incidents: faults the system found and leaves to a person."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from permits.models.base import Base, BigId, JsonObject, UtcDateTime
from permits.models.internal import InternalJson


class Incident(Base):
    """One fault of one application, open until a person settles it."""

    __tablename__ = "incident"
    __table_args__ = (Index("ix_incident_area_kind", "area", "kind"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"), index=True)
    area: Mapped[str] = mapped_column()
    kind: Mapped[str] = mapped_column()
    detail: Mapped[JsonObject] = mapped_column(InternalJson)
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
