"""Events: hash-chained and append-only, one chain per application."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from permits.models.base import Base, BigId, Json, JsonObject, UtcDateTime
from permits.models.internal import InternalJson


class Event(Base):
    """One event: actor, principal, moment, payload; the database refuses to change it."""

    __tablename__ = "event"
    __table_args__ = (Index("ix_event_area_at", "area", "at"),)

    application_id: Mapped[int] = mapped_column(BigId, ForeignKey("application.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    area: Mapped[str] = mapped_column()
    type: Mapped[str] = mapped_column()
    actor: Mapped[str] = mapped_column()
    actor_kind: Mapped[str] = mapped_column()
    on_behalf_of: Mapped[str | None] = mapped_column()
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    payload: Mapped[JsonObject] = mapped_column(Json)
    internal: Mapped[JsonObject | None] = mapped_column(InternalJson)
    prev_hash: Mapped[str] = mapped_column()
    hash: Mapped[str] = mapped_column()
