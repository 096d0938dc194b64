"""Numbered advice 咨询答复: the result of the questionnaire as it was given."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from permits.models.base import Base, BigId, Json, JsonObject, UtcDateTime


class Advice(Base):
    """One result: the same answers on the same day under the same bundle are the same advice."""

    __tablename__ = "advice"
    __table_args__ = (
        UniqueConstraint("code"),
        UniqueConstraint("area", "number"),
        UniqueConstraint("area", "bundle", "bundle_version", "given_on", "digest"),
        Index("ix_advice_given_at", "area", "given_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    area: Mapped[str] = mapped_column()
    number: Mapped[str] = mapped_column()
    code: Mapped[str] = mapped_column()
    bundle: Mapped[str] = mapped_column()
    bundle_version: Mapped[str] = mapped_column()
    given_on: Mapped[date] = mapped_column()
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answers: Mapped[JsonObject] = mapped_column(Json)
    digest: Mapped[str] = mapped_column()
    result: Mapped[JsonObject] = mapped_column(Json)
