"""Idempotency keys: a repeated request has one effect and one answer."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from permits.models.base import Base, Json, JsonObject, UtcDateTime


class IdempotencyKey(Base):
    """One key of one actor, with the digest of its request and the stored answer."""

    __tablename__ = "idempotency_key"

    actor_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column()
    status: Mapped[int | None] = mapped_column()
    answer: Mapped[JsonObject | None] = mapped_column(Json)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
